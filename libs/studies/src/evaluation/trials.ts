import { ATTRIBUTES, type Attribute } from '@facet/base';
import { byAttribute, except } from './by-attribute.ts';
import type { EvaluationPair, EvaluationReference } from './evaluation-set.ts';
import type { Verdict, Reference } from '@facet/inversion';
import type { Measure } from './study.ts';

/** What stands in an attribute's place: the first or second reference's token, or a plain word. */
export type Place = 'a' | 'b' | { readonly word: string };

/** One prompt, drawn with some seeds and judged. */
export interface Trial {
  readonly measure: 'base' | Exclude<Measure, 'swaps'> | 'both' | 'allFour';
  /** Files of the references; a base trial has none. */
  readonly a?: string;
  readonly b?: string;
  /** The attributes that it is about, for example the injected one. */
  readonly attributes: readonly Attribute[];
  /** Attributes without a place are not named. */
  readonly places: Partial<Readonly<Record<Attribute, Place>>>;
  /** The words that count as right. */
  readonly wanted: Partial<Verdict>;
  readonly seeds: readonly number[];
}

type Factors = Readonly<Record<Attribute, readonly string[]>>;

/** Overriding one of four tokens is measured with fewer pictures: its question is a simple one. */
const OVERRIDE_SEEDS = 2;
/** Pictures of one base trial: small enough to hand out. */
const BASE_SEEDS = 8;

const factorsOf = (reference: Reference): Verdict => byAttribute((attribute) => reference[attribute]);

/**
 * A word for each attribute that is not the reference's: as many words further in the model's list as the reference's
 * number says, so that all words come up.
 */
function otherWords(reference: EvaluationReference, factors: Factors): Verdict {
  return byAttribute((attribute) => {
    const words = factors[attribute];
    const step = 1 + (reference.number % (words.length - 1));
    return words[(words.indexOf(reference[attribute]) + step) % words.length]!;
  });
}

/** Pictures of the prompt without any token, in handfuls: what the model draws unasked. */
export const baseTrials = (seeds: readonly number[]): Trial[] =>
  Array.from({ length: Math.ceil(seeds.length / BASE_SEEDS) }, (_, i) => ({
    measure: 'base',
    attributes: [],
    places: {},
    wanted: {},
    seeds: seeds.slice(i * BASE_SEEDS, (i + 1) * BASE_SEEDS),
  }));

/** All trials of one reference's tokens. */
export function referenceTrials(
  reference: EvaluationReference,
  factors: Factors,
  measures: readonly Measure[],
): Trial[] {
  const { file: a, seeds } = reference;
  const own = factorsOf(reference);
  const words = otherWords(reference, factors);
  const word = (attribute: Attribute): Place => ({ word: words[attribute] });
  const trials: Readonly<Record<Measure, () => Trial[]>> = {
    unspecified: () =>
      ATTRIBUTES.map((i) => ({ measure: 'unspecified', a, attributes: [i], places: { [i]: 'a' }, wanted: own, seeds })),
    overridden: () =>
      ATTRIBUTES.map((i) => ({
        measure: 'overridden',
        a,
        attributes: [i],
        places: byAttribute((j): Place => (j === i ? 'a' : word(j))),
        wanted: { ...words, [i]: own[i] },
        seeds,
      })),
    reconstruction: () => [
      {
        measure: 'reconstruction',
        a,
        attributes: [...ATTRIBUTES],
        places: byAttribute((): Place => 'a'),
        wanted: own,
        seeds,
      },
    ],
    override: () =>
      ATTRIBUTES.map((i) => ({
        measure: 'override',
        a,
        attributes: [i],
        places: byAttribute((j): Place => (j === i ? word(j) : 'a')),
        wanted: { ...own, [i]: words[i] },
        seeds: seeds.slice(0, OVERRIDE_SEEDS),
      })),
    swaps: () => [],
  };
  return measures.flatMap((measure) => trials[measure]());
}

/** Two-reference swaps of a pair, both ways. */
export function pairTrials({ a, b }: EvaluationPair): Trial[] {
  const common = { a: a.file, b: b.file, seeds: a.seeds };
  const swap = (measure: 'both' | 'allFour', attributes: readonly Attribute[], places: Trial['places']): Trial => ({
    ...common,
    measure,
    attributes,
    places,
    wanted: Object.fromEntries(
      attributes.map((attribute) => [attribute, (places[attribute] === 'a' ? a : b)[attribute]]),
    ),
  });
  return [
    ...ATTRIBUTES.flatMap((i) => except(i).map((j) => swap('both', [i, j], { [i]: 'a', [j]: 'b' }))),
    swap('allFour', ATTRIBUTES, { color: 'a', style: 'a', object: 'b', layout: 'b' }),
    swap('allFour', ATTRIBUTES, { color: 'b', style: 'b', object: 'a', layout: 'a' }),
  ];
}
