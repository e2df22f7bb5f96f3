import { ATTRIBUTES, WHOLE_TOKEN } from '@facet/base';
import { generate } from '@facet/diffusion';
import { afterAll, describe, expect, it } from 'vitest';
import { tokenSet } from '../../test/support/world.ts';
import { loadTinyModel } from '../../test/support/tiny-model.ts';
import { attributeGrid, makeGrid } from '../attribution/cells.ts';
import { SOURCE_TEXT_MAP } from '../attribution/load.ts';
import { normals, STREAM } from '../random/draws.ts';
import { tokenSetHash } from '../files/token-file.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import { compose } from './compose.ts';
import { drawOwnTokens, drawToken } from './preview.ts';
import { drawRecipe } from './draw.ts';
import {
  hashesOf,
  makeRecipe,
  compositionOf,
  parseRecipe,
  withoutTokenData,
  withTokenData,
  type Sampling,
} from '../recipe/recipe.ts';

const model = await loadTinyModel();
afterAll(() => model.close());

const vector = (seed: number) => normals(seed, 0, STREAM.noise, model.embeddingWidth);

/** Tokens of a picture for the small model. */
const tokens = (seed: number): TokenSet =>
  tokenSet({
    fingerprint: model.fingerprint,
    tokens: ATTRIBUTES.map((name, i) => ({
      name,
      vectors: [vector(10 * seed + i)],
      cells: attributeGrid(SOURCE_TEXT_MAP, name, model.layers),
      initialWord: 'cat',
      fallbackWord: name === 'object' ? 'cat' : undefined,
    })),
  });

const [a, b] = [tokens(1), tokens(2)];
const prompt = 'a {style} drawing of a {color} {object} {layout}';
const all = { color: { set: a }, style: { set: a }, object: { set: b }, layout: { set: b } };

describe('a composition', () => {
  it('takes each token from its own picture and encodes equal prompts once', async () => {
    const plan = await compose(model, { prompt, tokens: all });
    expect(plan.cells).toHaveLength(4);
    expect(plan.contexts.length).toBeLessThan(4 * model.layers.length);
    const other = await compose(model, { prompt, tokens: { ...all, color: { set: b } } });
    const moderate = model.layers.findIndex(({ group }) => group === 'moderate');
    const coarse = model.layers.findIndex(({ group }) => group === 'coarse');
    const at = (which: typeof plan, stage: number, layer: number) => which.contexts[which.cells[stage]![layer]!];
    expect(at(other, 0, moderate)).not.toEqual(at(plan, 0, moderate));
    expect(at(other, 1, coarse)).toEqual(at(plan, 1, coarse));
  });

  it('at strength 0 is the composition of fallback words, and lies between at 0.5', async () => {
    const everywhere: TokenSet = {
      ...b,
      tokens: [{ ...b.tokens[2]!, cells: makeGrid(4, model.layers.length, () => 0) }],
    };
    const withStrength = (strength: number) =>
      compose(model, { prompt: 'a {object}', tokens: { object: { set: everywhere, strength } } });
    const word = await compose(model, { prompt: 'a {object}', tokens: {}, words: { object: 'cat' } });
    const [zero, half, one] = await Promise.all([0, 0.5, 1].map(withStrength));
    const distance = (plan: typeof word) =>
      Math.hypot(...plan.contexts[0]!.map((value, i) => value - word.contexts[0]![i]!));
    expect(distance(zero!)).toBeLessThan(1e-4);
    expect(distance(half!)).toBeGreaterThan(0);
    expect(half!.contexts[0]).not.toEqual(one!.contexts[0]);
  });

  it('without a prompt uses the model template and leaves out what nobody named', async () => {
    const plan = await compose(model, { tokens: { color: { set: a } } });
    expect(plan.contexts.length).toBe(2);
  });

  it('refuses tokens of another model, naming both', async () => {
    const foreign = { ...a, fingerprint: 'f'.repeat(64), modelName: 'other-model' };
    await expect(compose(model, { prompt, tokens: { ...all, color: { set: foreign } } })).rejects.toMatchObject({
      code: 'fingerprint-mismatch',
      message: expect.stringMatching(/other-model.*ffffffffffff.*torchscript17/) as string,
    });
  });

  it('takes tokens that were made with the model under a fingerprint of before', async () => {
    expect(model.formerFingerprints).toHaveLength(1);
    const former = { ...a, fingerprint: model.formerFingerprints[0]! };
    const plan = await compose(model, { prompt, tokens: { ...all, color: { set: former } } });
    expect(plan).toEqual(await compose(model, { prompt, tokens: all }));
  });

  it('refuses a placeholder without token, a token without placeholder, and a token that the set lacks', async () => {
    await expect(compose(model, { prompt, tokens: { color: { set: a } } })).rejects.toThrow(/\{style\}/);
    await expect(compose(model, { prompt: 'a cat', tokens: { color: { set: a } } })).rejects.toThrow(/no \{color\}/);
    const onlyColor = { ...a, tokens: [a.tokens[0]!] };
    await expect(compose(model, { prompt, tokens: { ...all, layout: { set: onlyColor } } })).rejects.toThrow(
      /no layout; they have color/,
    );
  });

  it('uses the token of the whole picture where a single-token method made it', async () => {
    const whole: TokenSet = {
      ...a,
      method: 'textual-inversion',
      tokens: [{ ...a.tokens[0]!, name: 'token', cells: makeGrid(4, model.layers.length, () => 0) }],
    };
    const plan = await compose(model, { prompt: 'a {object}', tokens: { object: { set: whole } } });
    expect(plan.contexts).toHaveLength(1);
    expect(plan.contexts[0]).not.toEqual(
      (await compose(model, { prompt: 'a {object}', tokens: {}, words: { object: 'cat' } })).contexts[0],
    );
  });
});

describe('a recipe', () => {
  const side = model.defaultLatentSize * model.vaeScale;
  const sampling: Sampling = {
    negativePrompt: '',
    seeds: [4, 5],
    index: 1,
    steps: 3,
    guidance: 2,
    scheduler: 'ddim',
    width: side,
    height: side,
  };
  const composition = { prompt, tokens: { ...all, color: { set: a, strength: 0.7 } } };

  it('draws its picture again, bit for bit, without the token files', async () => {
    const { index, ...options } = sampling;
    const { pictures } = await generate(model, { prompt: await compose(model, composition), batchSize: 2, ...options });
    const named = makeRecipe({ fingerprint: model.fingerprint, modelName: 'tiny' }, composition, sampling);
    const recipe = parseRecipe(JSON.stringify(withTokenData(named, composition.tokens)), 'x.png');
    expect(withoutTokenData(recipe)).toEqual(named);
    const again = await drawRecipe(model, recipe);
    const size = 3 * side * side;
    expect(again.dims).toEqual([1, 3, side, side]);
    expect(again.data).toEqual(pictures.data.slice(index * size, (index + 1) * size));
  });

  it('refers to token files by hash, and names the one that is missing', async () => {
    const recipe = makeRecipe({ fingerprint: model.fingerprint, modelName: 'tiny' }, composition, sampling);
    expect(JSON.stringify(recipe)).not.toContain('data');
    const found = await compositionOf(recipe, (hash) => Promise.resolve(hash === recipe.tokens.color!.hash ? a : b));
    expect(found.tokens.color).toEqual({ set: a, strength: 0.7 });
    await expect(compositionOf(recipe)).rejects.toThrow(recipe.tokens.color!.hash);
  });

  it('says what a token is called where it is kept, and, if it holds one, also what it is known by alone', () => {
    const known = { id: 'VG9rZW46MQ', name: 'sunset' };
    const tokens = { color: { set: a, known } };
    const recipe = makeRecipe({ fingerprint: model.fingerprint, modelName: 'tiny' }, { tokens }, sampling);
    expect(recipe.tokens.color).toMatchObject({ ...known, strength: 1 });
    expect(hashesOf(recipe.tokens.color!)).toEqual([tokenSetHash(a)]);
    const color = a.tokens.filter(({ name }) => name === 'color');
    const alone = tokenSetHash({ ...a, tokens: color });
    expect(hashesOf(withTokenData(recipe, tokens).tokens.color!)).toEqual([tokenSetHash(a), alone]);
  });

  it('of another version, malformed, or of another model is refused', async () => {
    const recipe = makeRecipe({ fingerprint: 'f'.repeat(64), modelName: 'other' }, composition, sampling);
    await expect(drawRecipe(model, recipe)).rejects.toMatchObject({ code: 'fingerprint-mismatch' });
    expect(() => parseRecipe(JSON.stringify({ ...recipe, formatVersion: 2 }), 'x.png')).toThrow(/x\.png.*version 2/);
    expect(() => parseRecipe(JSON.stringify({ ...recipe, seeds: [] }), 'x.png')).toThrow(/seeds/);
    expect(() => parseRecipe(JSON.stringify({ ...recipe, index: 2 }), 'x.png')).toThrow(/index/);
    expect(() => parseRecipe('{', 'x.png')).toThrow(/not JSON/);
  });
});

describe('a preview', () => {
  const whole: TokenSet = { ...a, method: 'textual-inversion', tokens: [{ ...a.tokens[2]!, name: WHOLE_TOKEN }] };

  it('has every token at the place of its own attribute, and is the same each time', async () => {
    const own = await drawOwnTokens(model, a);
    expect(own.dims[0]).toBe(1);
    expect(await drawOwnTokens(model, a)).toEqual(own);
    expect(await drawToken(model, { ...a, tokens: [a.tokens[0]!] }, 'color')).not.toEqual(own);
    expect(await drawOwnTokens(model, { ...a, tokens: [a.tokens[0]!] })).toEqual(await drawToken(model, a, 'color'));
  });

  it('has a token of the whole picture at the place of the object', async () => {
    const { pictures } = await generate(model, {
      prompt: await compose(model, { tokens: { object: { set: whole } } }),
      seeds: [0],
      steps: 12,
    });
    expect(await drawOwnTokens(model, whole)).toEqual(pictures);
    expect(await drawToken(model, whole, WHOLE_TOKEN)).toEqual(pictures);
  });
});
