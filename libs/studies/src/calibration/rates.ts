import { ATTRIBUTES, type Attribute } from '@facet/base';
import { bootstrapMean, type Interval } from '../bootstrap.ts';
import type { Seen } from '@facet/inversion';
import type { DrawnWords } from './word-draws.ts';

/** What a swap did, for each prompt a share over judges from 0 to 1. */
export interface Outcomes {
  /** The attribute is seen as the new word. */
  readonly followed: readonly number[];
  /** Each other measured attribute is seen as its old word. */
  readonly kept: Partial<Readonly<Record<Attribute, readonly number[]>>>;
}

/** As `Outcomes`, the means over prompts with their 95 % bootstrap intervals. */
export interface Rates {
  readonly followed: Interval;
  readonly kept: Partial<Readonly<Record<Attribute, Interval>>>;
}

const share = (seen: readonly Seen[], attribute: Attribute, word: string | undefined): number =>
  seen.filter((one) => one[attribute] === word).length / seen.length;

/** `words[i]` are those of the prompt of `seen[i]`. */
export function outcomesOf(
  attribute: Attribute,
  words: readonly DrawnWords[],
  seen: readonly (readonly Seen[])[],
): Outcomes {
  const others = ATTRIBUTES.filter((other) => other !== attribute && words[0]?.old[other] !== undefined);
  return {
    followed: seen.map((each, i) => share(each, attribute, words[i]!.next[attribute])),
    kept: Object.fromEntries(
      others.map((other) => [other, seen.map((each, i) => share(each, other, words[i]!.old[other]))]),
    ),
  };
}

export const ratesOf = ({ followed, kept }: Outcomes): Rates => ({
  followed: bootstrapMean(followed),
  kept: Object.fromEntries(Object.entries(kept).map(([other, values]) => [other, bootstrapMean(values)])),
});
