import type { Attribute } from '@facet/base';
import type { Words } from './schema.ts';
import { isKnown, type Embedder } from './vectors.ts';

/** For each attribute the words that it may take; attributes without any are absent. */
export type WordLists = Partial<Readonly<Record<Attribute, readonly string[]>>>;

/**
 * The words of a model by attribute, without those that its tokenizer splits: they would be told from others by their parts.
 * `least` leaves out attributes that have fewer.
 */
export function wordLists(model: Pick<Embedder, 'tokenizer'>, words: Words, least = 1): WordLists {
  const { colors, objects, styles, layouts } = words;
  const lists = { color: colors.map(({ name }) => name), style: styles, object: objects, layout: layouts };
  return Object.fromEntries(
    Object.entries(lists)
      .map(([attribute, list]) => [attribute, list.filter((word) => isKnown(model, word))] as const)
      .filter(([, list]) => list.length >= least),
  );
}
