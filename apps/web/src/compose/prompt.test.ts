import { expect, test } from 'vitest';
import { EMPTY_BOARD, withSlot, withSwap, type Board } from './board.ts';
import { unfilled, unplaced, withPlaces } from './prompt.ts';

const colored = withSlot(withSlot(EMPTY_BOARD, 'COLOR', { tokenId: 'a', isMuted: true }), 'LAYOUT', { word: 'tiny' });
const prompted = (board: Board, prompt: string): Board => ({ ...board, prompt });

test('a prompt has to say where what is on the board goes, and an empty one has not', () => {
  expect(unplaced(prompted(colored, ''))).toEqual([]);
  expect(unplaced(prompted(colored, 'a castle'))).toEqual(['COLOR', 'LAYOUT']);
  expect(unplaced(prompted(colored, 'a {color} castle'))).toEqual(['LAYOUT']);
  expect(unplaced(prompted(colored, 'a {color} castle {layout}'))).toEqual([]);
});

test('the places that are missing come at the end of the prompt', () => {
  expect(withPlaces(prompted(colored, 'a castle ')).prompt).toBe('a castle {color} {layout}');
  expect(withPlaces(prompted(colored, 'a {color} castle')).prompt).toBe('a {color} castle {layout}');
});

test('a place needs something to stand in it', () => {
  expect(unfilled(prompted(colored, 'a {color} {object}'))).toEqual(['{object}']);
  expect(unfilled(prompted(colored, 'a {colour} {color} and {color}'))).toEqual(['{colour}']);
  expect(unfilled(prompted(EMPTY_BOARD, 'a castle'))).toEqual([]);
});

test('of a grid, the tokens that take turns count, and not what the slot holds', () => {
  const swapped = withSwap(colored, 'COLOR');
  expect(unplaced(prompted(swapped, 'a castle {layout}'))).toEqual(['COLOR']);
  expect(unfilled(prompted({ ...swapped, swap: { attribute: 'COLOR', tokenIds: [] } }, '{color}'))).toEqual([
    '{color}',
  ]);
});
