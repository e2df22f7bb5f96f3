import { ATTRIBUTES, type Attribute } from '@facet/base';
import { STREAM, uniforms, type WordLists } from '@facet/inversion';

/** A prompt's words, and for each attribute another one that may take its place. */
export interface DrawnWords {
  readonly old: Partial<Readonly<Record<Attribute, string>>>;
  readonly next: Partial<Readonly<Record<Attribute, string>>>;
}

const pick = (words: readonly string[], share: number): string => words[Math.floor(share * words.length)]!;

/** The words of one prompt, a function of (seed, number). */
export function drawWords(lists: WordLists, seed: number, number: number): DrawnWords {
  const u = uniforms(seed, number, STREAM.template, 2 * ATTRIBUTES.length);
  const old: Partial<Record<Attribute, string>> = {};
  const next: Partial<Record<Attribute, string>> = {};
  for (const [i, attribute] of ATTRIBUTES.entries()) {
    const words = lists[attribute];
    if (words === undefined) continue;
    const before = pick(words, u[2 * i]!);
    old[attribute] = before;
    next[attribute] = pick(
      words.filter((word) => word !== before),
      u[2 * i + 1]!,
    );
  }
  return { old, next };
}
