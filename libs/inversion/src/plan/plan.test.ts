import { describe, expect, it } from 'vitest';
import { demoTokenizer, LAYERS, tokenSet } from '../../test/support/world.ts';
import { makeGrid } from '../attribution/cells.ts';
import { bindToken } from '../tokens/token-set.ts';
import { norm } from '../vector.ts';
import { planPrompt, type Binding } from './plan.ts';
import { atStrength } from './strength.ts';

const TEMPLATE = 'a {style} drawing of a {color} {object} {layout}';
const tokenizer = await demoTokenizer();
const set = tokenSet();
const bindings = Object.fromEntries(set.tokens.map((token) => [token.name, bindToken(token, set.stageBounds)]));
const textAt = (plan: ReturnType<typeof planPrompt>, stage: number, layer: number) =>
  plan.prompts[plan.index[stage]![layer]!]!.text;

describe('the conditioning plan', () => {
  const plan = planPrompt(TEMPLATE, bindings, LAYERS.length, tokenizer);

  it('puts each token into its own cells and falls back to its word, or to nothing, elsewhere', () => {
    expect(textAt(plan, 0, 0)).toBe('a drawing of a cat');
    expect(textAt(plan, 0, 1)).toBe('a {style} drawing of a {color} cat');
    expect(textAt(plan, 0, 2)).toBe('a drawing of a cat {layout}');
    expect(textAt(plan, 1, 2)).toBe('a drawing of a {object}');
    expect(textAt(plan, 3, 1)).toBe('a drawing of a cat');
  });

  it('keeps equal prompts once', () => {
    expect(plan.prompts).toHaveLength(4);
    expect(new Set(plan.prompts.map(({ text }) => text)).size).toBe(4);
  });

  it('knows where each vector belongs and leaves other positions to the tokenizer', () => {
    const prompt = plan.prompts[plan.index[0]![1]!]!;
    expect(prompt.inserts).toEqual([
      { position: 2, placeholder: 'style', vector: 0 },
      { position: 6, placeholder: 'color', vector: 0 },
    ]);
    const plain = tokenizer.encode('a red drawing of a red cat');
    expect(prompt.ids.toSpliced(6, 1).toSpliced(2, 1)).toEqual(plain.ids.toSpliced(6, 1).toSpliced(2, 1));
  });

  it('is the plain prompt everywhere when only words are bound', () => {
    const words = { style: 'ink', color: undefined, object: 'cat', layout: 'lying' };
    const plain = planPrompt(
      TEMPLATE,
      Object.fromEntries(Object.entries(words).map(([name, word]) => [name, { kind: 'word', word } satisfies Binding])),
      LAYERS.length,
      tokenizer,
    );
    expect(plain.prompts.map(({ text }) => text)).toEqual(['a ink drawing of a cat lying']);
    expect(plain.prompts[0]!.ids).toEqual(tokenizer.encode('a ink drawing of a cat lying').ids);
  });

  it('gives each layer and stage its own vector for p-plus and prospect', () => {
    const perLayer = { ...bindings['color']!, cells: makeGrid(4, 5, (_, layer) => layer) } as Binding;
    expect(planPrompt('a {color}', { color: perLayer }, 5, tokenizer).prompts).toHaveLength(5);
    const perStage = { ...bindings['color']!, cells: makeGrid(4, 5, (stage) => stage) } as Binding;
    const plan = planPrompt('a {color}', { color: perStage }, 5, tokenizer);
    expect(plan.index.map((row) => plan.prompts[row[0]!]!.inserts[0]!.vector)).toEqual([0, 1, 2, 3]);
  });

  it('has a pooled prompt for each stage with every token that any of its layers has, for models that take one', () => {
    const pools = planPrompt(TEMPLATE, bindings, LAYERS.length, tokenizer, true);
    expect(pools.index).toEqual(plan.index);
    expect(pools.pooled!.map((at) => pools.prompts[at]!.text)).toEqual([
      'a {style} drawing of a {color} cat {layout}',
      'a {style} drawing of a {color} {object}',
      'a drawing of a {object}',
      'a drawing of a cat',
    ]);
    expect(plan.pooled).toBeUndefined();
    for (const { ids, end } of pools.prompts) expect(ids.indexOf(tokenizer.endId)).toBe(end);
  });

  it('joins tokens whose maps have other stage bounds', () => {
    const late: Binding = {
      kind: 'token',
      vectors: [set.tokens[0]!.vectors[0]!],
      cells: makeGrid(2, 5, (stage) => (stage === 1 ? 0 : -1)),
      stageBounds: [1000, 700, 0],
      fallbackWord: undefined,
    };
    const plan = planPrompt('a {color} {object}', { ...bindings, color: late }, 5, tokenizer);
    expect(plan.stageBounds).toEqual([1000, 800, 700, 600, 200, 0]);
    expect([0, 1, 2, 3, 4].map((stage) => textAt(plan, stage, 2))).toEqual([
      'a cat',
      'a {object}',
      'a {color} {object}',
      'a {color} {object}',
      'a {color} cat',
    ]);
  });

  it('refuses an unknown placeholder, a lone brace and a prompt that is too long, by name', () => {
    expect(() => planPrompt('a {colour} cat', bindings, 5, tokenizer)).toThrow(/\{colour\}/);
    expect(() => planPrompt('a {color cat', bindings, 5, tokenizer)).toThrow(/brace/);
    expect(() => planPrompt(`{color} ${'cat '.repeat(20)}`, bindings, 5, tokenizer)).toThrow(/too|at most/);
  });
});

const both = (a: Float32Array, b: Float32Array) => Float32Array.of(...a, ...b);

describe('the strength of a token', () => {
  const fallback = Float32Array.of(2, 0, 0);
  const token = Float32Array.of(0, 4, 0);

  it('leads from the fallback word (0) to the token (1) on a great circle with linear length', () => {
    expect(atStrength(fallback, token, 1)).toBe(token);
    atStrength(fallback, token, 0).forEach((value, i) => expect(value).toBeCloseTo(fallback[i]!, 6));
    const half = atStrength(fallback, token, 0.5);
    expect(norm(half)).toBeCloseTo(3, 6);
    expect(half[0]).toBeCloseTo(half[1]!, 6);
  });

  it('goes on by the same angle above 1 and keeps the length of the token', () => {
    const beyond = atStrength(fallback, token, 1.5);
    expect(norm(beyond)).toBeCloseTo(4, 5);
    expect(Math.atan2(beyond[1]!, beyond[0]!)).toBeCloseTo(0.75 * Math.PI, 5);
  });

  it('goes each its own way in the parts of two text encoders', () => {
    const [other, word] = [Float32Array.of(0, 3), Float32Array.of(1, 0)];
    const found = atStrength(both(fallback, word), both(token, other), 0.5, [3, 2]);
    expect(found).toEqual(both(atStrength(fallback, token, 0.5), atStrength(word, other, 0.5)));
  });

  it('keeps the direction of vectors that are parallel, and refuses strengths out of range', () => {
    expect(norm(atStrength(fallback, Float32Array.of(4, 0, 0), 0.5))).toBeCloseTo(3, 6);
    for (const strength of [-0.1, 2.1, NaN]) expect(() => atStrength(fallback, token, strength)).toThrow(/Strength/);
  });
});
