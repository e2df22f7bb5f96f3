import { ATTRIBUTES, type Attribute } from '../attributes/attributes.ts';
import type { Board } from './board.ts';

/** Where an attribute stands in a prompt. */
export const chipOf = (attribute: Attribute): string => `{${attribute.toLowerCase()}}`;

/** Whether there is something that stands for the attribute: a token, also a muted one; tokens that take turns; or a word. */
function isFilled({ slots, swap }: Board, attribute: Attribute): boolean {
  const { tokenId, word } = slots[attribute];
  return swap?.attribute === attribute ? swap.tokenIds.length > 0 : tokenId !== undefined || word.trim() !== '';
}

/** Attributes that are on the board, and that its prompt has no place for: nothing of them would be drawn. */
export const unplaced = (board: Board): Attribute[] =>
  board.prompt.trim() === ''
    ? []
    : ATTRIBUTES.filter((attribute) => isFilled(board, attribute) && !board.prompt.includes(chipOf(attribute)));

/** Places of the prompt that nothing on the board stands in, as they are written. */
export function unfilled(board: Board): string[] {
  const filled = new Set(ATTRIBUTES.filter((attribute) => isFilled(board, attribute)).map(chipOf));
  return [...new Set(board.prompt.match(/\{[a-z][a-z0-9_-]*\}/g))].filter((place) => !filled.has(place));
}

/** The board with a place in its prompt for everything that is on it. */
export const withPlaces = (board: Board): Board => ({
  ...board,
  prompt: [board.prompt.trimEnd(), ...unplaced(board).map(chipOf)].join(' '),
});
