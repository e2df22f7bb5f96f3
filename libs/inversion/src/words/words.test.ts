import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoModelDirectory, loadModel } from '@facet/diffusion';
import { afterAll, describe, expect, it } from 'vitest';
import { noisePicture } from '../../test/support/tiny-model.ts';
import { loadReference, readReferences } from '../judges/references.ts';
import { resolveSettings } from '../run/settings.ts';
import { DEFAULT_WORDS, modelWords } from './load.ts';
import { objectWord } from './object-word.ts';
import { isSingleToken, wordVector } from './vectors.ts';

const folder = mkdtempSync(join(tmpdir(), 'facet-words-'));
const model = await loadModel(demoModelDirectory(), { device: 'cpu', threads: 1 });
const words = { ...DEFAULT_WORDS, objects: ['cat', 'fish', 'bird', 'house', 'tree', 'car', 'flower', 'boat'] };
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await model.close();
});

const stub = {
  hasImageEncoder: true,
  directory: 'some/model',
  tokenizer: model.tokenizer,
  textImageSimilarity: () => Promise.reject(new Error('must not be asked')),
};

describe('the object word', () => {
  it('is the given one when there is one', async () => {
    const found = await objectWord(model, noisePicture(model, 1), words, ' teapot ');
    expect(found).toEqual({ word: 'teapot', origin: 'given', ranking: [] });
  });

  it('is found by the image encoder of the demo model', async () => {
    const asked = { ...words, objectPrompt: 'a drawing of a {object}' };
    for (const reference of (await readReferences(model.directory)).slice(0, 6)) {
      const { image } = await loadReference(model, reference);
      const found = await objectWord(model, image, asked);
      expect(found).toMatchObject({ word: reference.object, origin: 'zero-shot' });
      expect(found.ranking).toHaveLength(8);
    }
  });

  it('is never guessed: without encoder or candidates the error names what is missing', async () => {
    const blind = { ...stub, hasImageEncoder: false };
    await expect(objectWord(blind, noisePicture(model, 1), words)).rejects.toMatchObject({
      code: 'missing-object-word',
      message: expect.stringContaining('no image encoder') as string,
    });
    await expect(objectWord(stub, noisePicture(model, 1), { ...words, objects: [] })).rejects.toThrow(/"objects"/);
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
  });

  it('out of range are refused by name, given or in the file', async () => {
    await expect(resolveSettings(folder, 'matte', { normPull: 2 })).rejects.toThrow(/normPull/);
    await expect(resolveSettings(folder, 'matte', { steps: 0 })).rejects.toMatchObject({ code: 'invalid-input' });
    writeFileSync(join(folder, 'inversion.json'), JSON.stringify({ formatVersion: 1, all: { stepz: 9 } }));
    await expect(resolveSettings(folder, 'matte')).rejects.toThrow(/stepz/);
  });
});
