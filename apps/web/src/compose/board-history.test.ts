import { expect, test } from 'vitest';
import { EMPTY_BOARD, withSlot, type Board } from './board.ts';
import { begun, changed, redone, undone, type History } from './board-history.ts';

const placed = withSlot(EMPTY_BOARD, 'COLOR', { tokenId: 'a' });
const atStrength = (board: Board, strength: number): Board => withSlot(board, 'COLOR', { strength });

/** A token is placed, and its slider drawn to .8. */
const weaker = [0.95, 0.9, 0.8].reduce<History>(
  (history, strength) => changed(history, atStrength(history.now, strength), 'COLOR strength'),
  changed(begun(EMPTY_BOARD), placed),
);

test('what is changed bit by bit is undone at once, and nothing else with it', () => {
  expect(weaker.now).toEqual(atStrength(placed, 0.8));
  expect(undone(weaker).now).toEqual(placed);
  expect(undone(undone(weaker)).now).toEqual(EMPTY_BOARD);
});

test('one slider after the other is undone one after the other', () => {
  const fewer = [20, 15].reduce<History>(
    (history, steps) => changed(history, { ...history.now, steps }, 'steps'),
    weaker,
  );
  expect(undone(fewer).now).toEqual(weaker.now);
  expect(undone(undone(fewer)).now).toEqual(placed);
});

test('what is changed first is undone, too', () => {
  const first = changed(begun(placed), atStrength(placed, 0.5), 'COLOR strength');
  expect(undone(first).now).toEqual(placed);
});

test('after an undo the same slider begins anew', () => {
  const again = changed(undone(weaker), atStrength(placed, 1.5), 'COLOR strength');
  expect(undone(again).now).toEqual(placed);
  expect(undone(undone(again)).now).toEqual(EMPTY_BOARD);
});

test('what was undone comes back until something else is changed', () => {
  expect(redone(undone(weaker)).now).toEqual(weaker.now);
  const other = changed(undone(weaker), { ...placed, prompt: 'a' });
  expect(redone(other)).toBe(other);
  expect(undone(begun(placed)).now).toEqual(placed);
});

test('what changes nothing is no step back', () => {
  expect(changed(weaker, atStrength(placed, 0.8))).toBe(weaker);
});
