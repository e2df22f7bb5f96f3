import { ATTRIBUTES, WHOLE_TOKEN } from '@facet/base';
import { describe, expect, it } from 'vitest';
import { attributeGrid, INACTIVE, SOURCE_TEXT_MAP, type AttributionMap, type TokenSet } from '@facet/inversion';
import { layers, plannedStudy } from '../../test/planned-study.ts';
import { randomMap } from './random-map.ts';
import { parseStudy } from './study.ts';
import { trialComposition } from './trial-composition.ts';
import type { Trial } from './trials.ts';

const plan = await plannedStudy({ references: 4, variants: [{ name: 'oracle', method: 'oracle' }] });
const { references, pairs } = plan.variants[0]!;
const ofMeasure = (wanted: string) =>
  references.flatMap(({ reference, trials }) =>
    trials.filter(({ measure }) => measure === wanted).map((trial) => Object.assign({ reference }, trial)),
  );
const tokensNamed = (...names: string[]): TokenSet =>
  ({ tokens: names.map((name) => ({ name })) }) as unknown as TokenSet;

describe('the trials of a reference', () => {
  it('inject each token alone, beside words, all together, and with one replaced', () => {
    expect(
      ['unspecified', 'overridden', 'reconstruction', 'override'].map((measure) => ofMeasure(measure).length),
    ).toEqual([4, 4, 1, 4].map((count) => count * references.length));
  });

  it('name no other factor when unspecified', () => {
    for (const { attributes, places } of ofMeasure('unspecified')) expect(places).toEqual({ [attributes[0]!]: 'a' });
  });

  it('name words that are all different from the reference when overridden', () => {
    for (const { reference, attributes, wanted } of ofMeasure('overridden')) {
      const kept = ATTRIBUTES.filter((attribute) => wanted[attribute] === reference[attribute]);
      expect(kept).toEqual(attributes);
    }
  });

  it('draw with seeds that no other reference draws with', () => {
    const seeds = references.map(({ trials }) => new Set(trials.flatMap((trial) => trial.seeds)));
    expect([...seeds[0]!].filter((seed) => seeds[1]!.has(seed))).toEqual([]);
  });
});

describe('the trials of a pair', () => {
  it('are all ordered pairs of attributes and both swaps of all four', () => {
    expect(pairs).toHaveLength(2);
    const { a, b, trials } = pairs[0]!;
    const both = trials.filter(({ measure }) => measure === 'both');
    expect(new Set(both.map(({ attributes }) => attributes.join('+'))).size).toBe(12);
    const [first, second] = trials.filter(({ measure }) => measure === 'allFour');
    const { color, style } = a.reference;
    const { object, layout } = b.reference;
    expect(first!.wanted).toEqual({ color, style, object, layout });
    expect(second!.wanted.color).toBe(b.reference.color);
  });
});

const whole = tokensNamed(WHOLE_TOKEN);
const placesOf = (places: Trial['places']) =>
  Object.keys(trialComposition(places, { a: { tokens: whole }, b: { tokens: whole } }).tokens);

describe('the prompt of a trial', () => {
  const words = { color: 'red', style: 'ink', object: 'cat', layout: 'tiny' };
  const four = tokensNamed(...ATTRIBUTES);
  const all = { color: 'a', style: 'a', object: 'a', layout: 'a' } as const;
  const swapped = { color: 'a', style: 'a', object: 'b', layout: 'b' } as const;

  it('has the true words in place of tokens for the oracle', () => {
    const composition = trialComposition({ color: 'a', object: { word: 'boat' } }, { a: { words }, b: undefined });
    expect(composition).toEqual({ tokens: {}, words: { color: 'red', object: 'boat' } });
  });

  it('names each of four tokens in its place', () => {
    const { tokens } = trialComposition(swapped, { a: { tokens: four }, b: { tokens: { ...four } } });
    expect(Object.keys(tokens)).toEqual([...ATTRIBUTES]);
    expect(tokens.style!.set).toBe(four);
  });

  it('names the token of a whole picture once a picture: at the object, else at the style', () => {
    expect(placesOf(all)).toEqual(['object']);
    expect(placesOf(swapped)).toEqual(['style', 'object']);
    expect(placesOf({ ...all, object: { word: 'boat' } })).toEqual(['style']);
    expect(placesOf({ layout: 'a' })).toEqual(['layout']);
  });
});

const cellsOf = (map: AttributionMap) => ATTRIBUTES.map((attribute) => attributeGrid(map, attribute, layers).flat());
const count = (map: AttributionMap) =>
  cellsOf(map).map((cells) => cells.filter((vector) => vector !== INACTIVE).length);

describe('a random map', () => {
  it('has as many cells for each attribute as the map it stands for, other ones for another seed or reference', () => {
    const random = randomMap(SOURCE_TEXT_MAP, layers, 1, 0);
    expect(count(random)).toEqual(count(SOURCE_TEXT_MAP));
    expect(random).toEqual(randomMap(SOURCE_TEXT_MAP, layers, 1, 0));
    expect(cellsOf(random)).not.toEqual(cellsOf(randomMap(SOURCE_TEXT_MAP, layers, 2, 0)));
    expect(cellsOf(random)).not.toEqual(cellsOf(randomMap(SOURCE_TEXT_MAP, layers, 1, 1)));
  });
});

describe('a study', () => {
  const variants = [{ name: 'matte', method: 'matte' }];
  it.each<[string, object, string]>([
    ['an unknown method', { references: 1, variants: [{ name: 'x', method: 'magic' }] }, 'variants[0].method'],
    ['an unknown setting', { references: 1, variants: [{ ...variants[0], settings: { speed: 1 } }] }, 'speed'],
    ['two variants of one name', { references: 1, variants: [...variants, ...variants] }, 'one name'],
    ['no unspecified measure', { references: 1, measures: ['swaps'], variants }, 'measures'],
  ])('with %s is refused, naming file and field', (_, study, field) => {
    const parse = () => parseStudy({ formatVersion: 1, ...study }, 'my-study.json', 'my-study');
    expect(parse).toThrow('my-study.json');
    expect(parse).toThrow(field);
  });
});
