import { describe, expect, it } from 'vitest';
import { LAYERS } from '../../test/support/world.ts';
import { SOURCE_TEXT_MAP } from '../attribution/load.ts';
import { DEFAULT_WORDS } from '../words/load.ts';
import { matte as matteMethod } from './matte.ts';
import type { MethodContext, TokenMethod } from './method.ts';
import { METHODS, methodById } from './registry.ts';

const context: MethodContext = {
  layers: LAYERS,
  weights: [
    { name: 'conv_in.weight', dims: [8, 4, 3, 3] },
    { name: 'attn2.to_k', dims: [8, 8], conditioningLayer: 0 },
  ],
  map: SOURCE_TEXT_MAP,
  words: DEFAULT_WORDS,
  objectWord: 'cat',
  bestWords: { color: 'red yellow', style: 'ink', object: 'dog', layout: 'lying' },
  palette: [
    { name: 'red', share: 0.8 },
    { name: 'black', share: 0.2 },
  ],
  options: { colorStyleWeight: 0.1, objectLayoutWeight: 0.2, fallback: 'object-word', start: 'neutral' },
};
const matte = (options: Partial<MethodContext['options']> = {}) =>
  methodById('matte').layout({ ...context, options: { ...context.options, ...options } });

const trained = (id: string) => methodById(id).layout(context).trainedWeights;

const fallbackWords = (fallback: MethodContext['options']['fallback']) =>
  matte({ fallback }).tokens.map(({ fallbackWord }) => fallbackWord);

describe('methods', () => {
  it('are found by their ids', () => {
    for (const id of Object.keys(METHODS)) expect(methodById(id).id).toBe(id);
    expect(() => methodById('toString')).toThrow(Object.keys(METHODS).join(', '));
  });

  it('leave weights behind exactly where they say that they train weights', () => {
    for (const { id, trains, layout } of Object.values(METHODS)) {
      const { trainedWeights, tokens } = layout(context);
      const leavesMore = trainedWeights.length > 0 || tokens.some(({ classWord }) => classWord !== undefined);
      expect([id, leavesMore]).toEqual([id, trains === 'weights']);
    }
  });

  it('of tokens only cannot be written with weights that nobody would keep', () => {
    const wrong: TokenMethod = {
      ...matteMethod,
      // @ts-expect-error a method that trains weights says so
      layout: (context) => ({ ...matteMethod.layout(context), trainedWeights: ['conv_in.weight'] }),
    };
    expect(wrong.trains).toBe('tokens');
  });

  it('train no weights, the key and value projections of the prompt, or all', () => {
    for (const id of ['words', 'matte', 'textual-inversion', 'p-plus', 'prospect']) expect(trained(id)).toEqual([]);
    expect(trained('custom-diffusion')).toEqual(['attn2.to_k']);
    expect(trained('dreambooth')).toEqual(['conv_in.weight', 'attn2.to_k']);
  });

  it('that train weights put the token before the class word and preserve the class', () => {
    const { tokens, templates, priorPrompt } = methodById('dreambooth').layout(context);
    expect(tokens.map(({ classWord }) => classWord)).toEqual(['cat']);
    expect(templates).toEqual(['a picture of a {token} cat', 'a {token} cat']);
    expect(priorPrompt).toBe('a photo of a cat');
  });

  it('of one token have a vector for everything, for each layer, or for each stage, active in all cells', () => {
    const counts = ['textual-inversion', 'p-plus', 'prospect'].map((id) => {
      const [token] = methodById(id).layout(context).tokens;
      expect(token!.cells.flat()).not.toContain(-1);
      return token!.vectorCount;
    });
    expect(counts).toEqual([1, 5, 4]);
  });
});

const wordsOf = (found: MethodContext['bestWords'], palette = context.palette) =>
  methodById('words')
    .layout({ ...context, bestWords: found, palette })
    .tokens.map(({ initialWord }) => initialWord);

describe('words', () => {
  it('are the best words, in all cells; what is not found is the palette or a word that says nothing', () => {
    expect(wordsOf(context.bestWords)).toEqual(['red yellow', 'ink', 'cat', 'lying']);
    expect(wordsOf({})).toEqual(['red', 'style', 'cat', 'pose']);
    expect(wordsOf({}, [])).toEqual(['colored', 'style', 'cat', 'pose']);
    for (const { cells } of methodById('words').layout(context).tokens) expect(cells.flat()).not.toContain(-1);
  });
});

describe('matte', () => {
  it('starts from the main colour, the object and neutral words', () => {
    const words = Object.fromEntries(matte().tokens.map(({ name, initialWord }) => [name, initialWord]));
    expect(words).toEqual({ color: 'red', style: 'style', object: 'cat', layout: 'pose' });
  });

  it('starts from the best words where it is told to, and the given object word wins over the found one', () => {
    const words = Object.fromEntries(
      matte({ start: 'words' }).tokens.map(({ name, initialWord }) => [name, initialWord]),
    );
    expect(words).toEqual({ color: 'red yellow', style: 'ink', object: 'cat', layout: 'lying' });
  });

  it('starts at what is read where it is told to, beside the words that a reader goes by', () => {
    const read = Object.fromEntries(
      ['color', 'style', 'object', 'layout'].map((name, i) => [name, Float32Array.of(i)]),
    ) as NonNullable<MethodContext['read']>;
    const starts = (start: MethodContext['options']['start']) =>
      methodById('matte')
        .layout({ ...context, read, options: { ...context.options, start } })
        .tokens.map(({ initialWord, initialVector }) => [initialWord, initialVector?.[0]]);
    expect(starts('reader')).toEqual([
      ['red yellow', 0],
      ['ink', 1],
      ['cat', 2],
      ['lying', 3],
    ]);
    expect(starts('words').map(([, vector]) => vector)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('falls back as the options say', () => {
    expect(fallbackWords('object-word')).toEqual([undefined, undefined, 'cat', undefined]);
    expect(fallbackWords('neutral-words')).toEqual(['colored', 'style', 'cat', 'pose']);
    expect(fallbackWords('nothing')).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('draws color to the palette by shares and object to its word, each term with its own weight', () => {
    expect(matte().pairTerms).toEqual([
      {
        name: 'colorStyle',
        weight: 0.1,
        anchor: 'color',
        other: 'style',
        truth: [
          { word: 'red', share: 0.8 },
          { word: 'black', share: 0.2 },
        ],
      },
      { name: 'objectLayout', weight: 0.2, anchor: 'object', other: 'layout', truth: [{ word: 'cat', share: 1 }] },
    ]);
    expect(matte({ colorStyleWeight: 0 }).pairTerms.map(({ name }) => name)).toEqual(['objectLayout']);
  });
});
