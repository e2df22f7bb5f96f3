import { demoModelDirectory, loadModel } from '@facet/diffusion';
import { afterAll, expect, it } from 'vitest';
import { compose } from '../compose/compose.ts';
import { loadReference, readReferences, type Reference } from '../judges/references.ts';
import { probeLosses } from './probe.ts';

const model = await loadModel(demoModelDirectory(), { device: 'cpu', threads: 1 });
afterAll(() => model.close());

it('the model denoises a picture better under its true words than under others, by the same figure every time', async () => {
  const [reference, other] = await readReferences(model.directory);
  const { image } = await loadReference(model, reference!);
  const latents = await model.encodeImage(image);
  const lossUnder = async (words: object) => probeLosses(model, latents, await compose(model, { tokens: {}, words }));
  const [right] = await lossUnder(factorsOf(reference!));
  const [wrong] = await lossUnder(factorsOf(other!));
  expect(right).toBeLessThan(wrong! * 0.8);
  expect(await lossUnder(factorsOf(reference!))).toEqual([right]);
});

const factorsOf = ({ color, style, object, layout }: Reference) => ({ color, style, object, layout });

it('pictures are probed one by one: together they have the losses that they have alone', async () => {
  const [a, b] = await readReferences(model.directory);
  const latents = [];
  for (const reference of [a!, b!])
    latents.push(await model.encodeImage((await loadReference(model, reference)).image));
  const plan = await compose(model, { tokens: {} });
  const both = {
    data: Float32Array.from([...latents[0]!.data, ...latents[1]!.data]),
    dims: [2, ...latents[0]!.dims.slice(1)],
  };
  const alone = [await probeLosses(model, latents[0]!, plan), await probeLosses(model, latents[1]!, plan)].flat();
  expect(await probeLosses(model, both, plan)).toEqual(alone);
});
