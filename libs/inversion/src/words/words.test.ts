import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoModelDirectory, loadModel } from '@facet/diffusion';
import { afterAll, describe, expect, it } from 'vitest';
import { noisePicture } from '../../test/support/tiny-model.ts';
import { loadReference, readReferences } from '../judges/references.ts';
import { resolveSettings } from '../run/settings.ts';
import { DEFAULT_WORDS, modelWords } from './load.ts';
import { probabilityOfBest } from './probability.ts';
import { bestWords, findWords } from './find-words.ts';
import { objectWord } from './object-word.ts';
import { isSingleToken, wordVector } from './vectors.ts';

const folder = mkdtempSync(join(tmpdir(), 'facet-words-'));
const model = await loadModel(demoModelDirectory(), { device: 'cpu', threads: 1 });
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await model.close();
});

describe('found words', () => {
  it('are the true ones of every attribute for every reference of the demo model, and no phrase beats a single color', async () => {
    const words = await modelWords(model.directory);
    for (const reference of await readReferences(model.directory)) {
      const { image } = await loadReference(model, reference);
      const { color, style, object, layout } = reference;
      expect(bestWords(await findWords(model, image, words))).toEqual({ color, style, object, layout });
    }
  });

  it('are ranked over all words of the model, colors also over phrases of two of the best', async () => {
    const words = await modelWords(model.directory);
    const found = await findWords(model, noisePicture(model, 1), words);
    const { color, style, object, layout } = found;
    expect([style, object, layout].map((ranking) => ranking!.map(({ word }) => word).toSorted())).toEqual(
      [words.styles, words.objects, words.layouts].map((list) => list.toSorted()),
    );
    const single = words.colors.map(({ name }) => name);
    expect(color!.filter(({ word }) => single.includes(word))).toHaveLength(single.length);
    expect(color!.filter(({ word }) => word.split(' ').every((each) => single.includes(each)))).toHaveLength(
      color!.length,
    );
    expect(color!.length).toBe(single.length + 15);
    for (const ranking of Object.values(found)) {
      const similarities = ranking.map(({ similarity }) => similarity);
      expect(similarities).toEqual(similarities.toSorted((a, b) => b - a));
    }
  });

  it('are one of words that mean the same, which is then as sure as it would be alone', async () => {
    const words = await modelWords(model.directory);
    const [reference] = await readReferences(model.directory);
    const { image } = await loadReference(model, reference!);
    const alone = await findWords(model, image, words);
    // The tokenizer makes the same of both.
    const doubled = await findWords(model, image, {
      ...words,
      objects: words.objects.flatMap((word) => [word, word.toUpperCase()]),
    });
    expect(doubled.object!.map(({ word }) => word)).toEqual(alone.object!.map(({ word }) => word));
    const sure = (found: typeof alone) => probabilityOfBest(found.object!, model.similarityScale());
    expect(sure(doubled)).toBe(sure(alone));
  });

  it('are none without an image encoder, which is not asked then', async () => {
    const blind = { ...stub(), hasImageEncoder: false };
    expect(await findWords(blind, noisePicture(model, 1), DEFAULT_WORDS)).toEqual({});
  });
});

/** The model, whose image encoder must not be used. */
const stub = () => ({
  hasImageEncoder: true,
  directory: 'some/model',
  tokenizer: model.tokenizer,
  embeddingWidth: model.embeddingWidth,
  embed: model.embed.bind(model),
  tokenEmbedding: model.tokenEmbedding.bind(model),
  textEmbedding: () => Promise.reject(new Error('must not be asked')),
  similarityScale: model.similarityScale.bind(model),
  imageEmbedding: () => Promise.reject(new Error('must not be asked')),
});

describe('the object word', () => {
  const found = { object: [{ word: 'cat', similarity: 0.9 }] };

  it('is the given one when there is one, else the best that was found', () => {
    expect(objectWord(stub(), found, ' teapot ')).toEqual({ word: 'teapot', origin: 'given' });
    expect(objectWord(stub(), found)).toEqual({ word: 'cat', origin: 'zero-shot' });
  });

  it('is never guessed: without encoder or candidates the error names what is missing', () => {
    expect(() => objectWord({ ...stub(), hasImageEncoder: false }, found)).toThrow(
      expect.objectContaining({
        code: 'missing-object-word',
        message: expect.stringContaining('no image encoder') as string,
      }) as Error,
    );
    expect(() => objectWord(stub(), {})).toThrow(/"objects"/);
  });
});

describe('words of a model folder', () => {
  it('are the defaults where the file is missing, and refused by field where it is wrong', async () => {
    expect(await modelWords(folder)).toBe(DEFAULT_WORDS);
    writeFileSync(join(folder, 'words.json'), JSON.stringify({ ...DEFAULT_WORDS, colors: [] }));
    await expect(modelWords(folder)).rejects.toThrow(/colors/);
    writeFileSync(join(folder, 'words.json'), '{');
    await expect(modelWords(folder)).rejects.toThrow(/not JSON/);
  });

  it('have a vector each: that of their token, or the mean of several', () => {
    expect(isSingleToken(model, 'cat')).toBe(true);
    const [id] = model.tokenizer.tokenize('cat').ids;
    expect(wordVector(model, 'cat')).toEqual(model.tokenEmbedding(id!));
    expect(isSingleToken(model, 'teapot')).toBe(false);
    expect(wordVector(model, 'teapot')).toHaveLength(model.embeddingWidth);
    expect(() => wordVector(model, ' ')).toThrow(/no tokens/);
  });
});

describe('settings', () => {
  it('are taken from the caller, then the model for the method, then for all, then the general ones', async () => {
    const file = { formatVersion: 1, all: { steps: 9, batchSize: 3 }, methods: { matte: { batchSize: 2 } } };
    writeFileSync(join(folder, 'inversion.json'), JSON.stringify(file));
    expect(await resolveSettings(folder, 'matte', { seed: 5 })).toMatchObject({ steps: 9, batchSize: 2, seed: 5 });
    expect(await resolveSettings(folder, 'p-plus', { steps: 1 })).toMatchObject({
      steps: 1,
      batchSize: 3,
      normPull: 0.1,
    });
    const refines = { steps: 100, batchSize: 4, learningRate: 0.003, learningRateSchedule: 'constant' };
    expect(await resolveSettings(folder, 'reader')).toMatchObject(refines);
    expect(await resolveSettings(folder, 'reader', { steps: 0 })).toMatchObject({ steps: 0 });
    writeFileSync(join(folder, 'inversion.json'), JSON.stringify({ ...file, methods: { reader: { steps: 7 } } }));
    expect(await resolveSettings(folder, 'reader')).toMatchObject({ ...refines, steps: 7 });
  });

  it('out of range are refused by name, given or in the file', async () => {
    await expect(resolveSettings(folder, 'matte', { normPull: 2 })).rejects.toThrow(/normPull/);
    expect(await resolveSettings(folder, 'words', { steps: 9 })).toMatchObject({ steps: 0 });
    await expect(resolveSettings(folder, 'matte', { steps: 0 })).rejects.toMatchObject({ code: 'invalid-input' });
    writeFileSync(join(folder, 'inversion.json'), JSON.stringify({ formatVersion: 1, all: { stepz: 9 } }));
    await expect(resolveSettings(folder, 'matte')).rejects.toThrow(/stepz/);
  });
});
