import { ATTRIBUTES } from '../attributes/attributes.ts';
import type { TokenCardFragment } from '../tokens/token-card.graphql.ts';
import { EMPTY_BOARD, withSlot, type Board } from './board.ts';

/** Which run each slot takes from, of the two latest: two pictures that swap what they look like. */
const FROM_EARLIER: ReadonlySet<string> = new Set(['OBJECT', 'LAYOUT']);

/**
 * A board that can be drawn at once: the look of the latest picture on what the one before shows; of one picture alone, all of it.
 * @param runs tokens of finished runs, the latest first
 */
export function readyBoard(runs: readonly (readonly TokenCardFragment[])[]): {
  readonly board: Board;
  /** What is in its slots, in their order. */
  readonly tokens: readonly TokenCardFragment[];
} {
  const [latest = [], earlier = latest] = runs.filter((tokens) => tokens.length > 0);
  const tokens = ATTRIBUTES.flatMap((attribute) => {
    const [first, second] = FROM_EARLIER.has(attribute) ? [earlier, latest] : [latest, earlier];
    const of = (list: readonly TokenCardFragment[]) => list.find((token) => token.attribute === attribute);
    return of(first) ?? of(second) ?? [];
  });
  let board = EMPTY_BOARD;
  for (const { attribute, id } of tokens)
    if (attribute !== 'TOKEN') board = withSlot(board, attribute, { tokenId: id });
  return { board, tokens };
}
