import { demoModelDirectory, loadModel } from '@facet/diffusion';
import { afterAll, expect, it } from 'vitest';
import { modelWords } from '../words/load.ts';
import { clipObserver } from './clip-observer.ts';
import { loadReference, readReferences } from './references.ts';

const model = await loadModel(demoModelDirectory(), { device: 'cpu', threads: 1 });
afterAll(() => model.close());

it('of words that mean the same one stands for all, so that a picture of the other counts as the same', async () => {
  const words = await modelWords(model.directory);
  // The tokenizer makes the same of capitals.
  const lists = { object: ['CAT', 'house', 'cat', 'House', 'tree'], style: ['flat', 'FLAT'] };
  const observer = await clipObserver(model, words, lists);
  expect(observer.words).toEqual({ object: ['CAT', 'house', 'tree'] });
  const references = await readReferences(model.directory);
  for (const object of ['cat', 'house', 'tree']) {
    const { image } = await loadReference(
      model,
      references.find((each) => each.object === object)!,
    );
    const [[seen]] = (await observer.observe(image)) as [[{ object: string }]];
    expect(seen.object.toLowerCase()).toBe(object);
  }
});
