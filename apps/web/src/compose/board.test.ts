import { expect, test } from 'vitest';
import {
  boardOf,
  cleared,
  drawing,
  EMPTY_BOARD,
  fromSearch,
  isDrawable,
  seedsFor,
  toSearch,
  withSlot,
} from './board.ts';

const board = {
  ...withSlot(withSlot(EMPTY_BOARD, 'COLOR', { tokenId: 'a', strength: 0.7 }), 'LAYOUT', {
    tokenId: 'b',
    isMuted: true,
  }),
  prompt: 'a {color} bird & more',
  negative: 'grey',
  seeds: [7, 4_294_967_295],
  steps: 10,
  guidance: 4.5,
};

test('a board comes out of its address as it went in, and an empty one has an empty address', () => {
  const worded = withSlot(board, 'OBJECT', { word: 'an owl' });
  expect(fromSearch(new URLSearchParams(toSearch(worded).toString()))).toEqual(worded);
  expect(toSearch(EMPTY_BOARD).toString()).toBe('');
  expect(fromSearch(new URLSearchParams())).toEqual(EMPTY_BOARD);
});

test('nonsense in an address is as on an empty board', () => {
  const search = new URLSearchParams('seeds=x,-1,1.5&steps=0&guidance=900&color-strength=3&muted=nothing');
  expect(fromSearch(search)).toEqual(EMPTY_BOARD);
});

test('a muted token is asked for without strength, and a word only where there is no token', () => {
  const worded = withSlot(withSlot(board, 'COLOR', { word: 'blue' }), 'OBJECT', { word: ' owl ' });
  expect(drawing(worded)).toMatchObject({
    slots: [
      { attribute: 'COLOR', tokenId: 'a', strength: 0.7 },
      { attribute: 'LAYOUT', tokenId: 'b', strength: 0 },
    ],
    words: [{ attribute: 'OBJECT', word: 'owl' }],
  });
});

test('a composition leads back to the board that it was drawn from; a token that is gone leaves its slot empty', () => {
  const { prompt, negative, seeds, steps, guidance } = board;
  const composed = { prompt, negativePrompt: negative, seeds, steps, guidance, words: [] };
  const slots = [
    { attribute: 'COLOR', strength: 0.7, token: { id: 'a' } },
    { attribute: 'LAYOUT', strength: 0, token: { id: 'b' } },
    { attribute: 'STYLE', strength: 1, token: null },
  ] as const;
  expect(boardOf({ ...composed, slots })).toEqual({
    ...board,
    slots: { ...board.slots, STYLE: { ...EMPTY_BOARD.slots.STYLE, tokenId: undefined } },
  });
});

test('there is something to draw with a token, a word or a prompt, and nothing on an empty board', () => {
  expect(isDrawable(EMPTY_BOARD)).toBe(false);
  expect(isDrawable({ ...EMPTY_BOARD, prompt: 'a bird' })).toBe(true);
  expect(isDrawable(withSlot(EMPTY_BOARD, 'STYLE', { word: 'flat' }))).toBe(true);
  const one = withSlot(EMPTY_BOARD, 'STYLE', { tokenId: 'x' });
  expect(isDrawable(one)).toBe(true);
  expect(isDrawable(cleared(one, 'STYLE'))).toBe(false);
});

test('more pictures keep the seeds that there are, and fewer too', () => {
  expect(seedsFor([5, 9], 4)).toEqual([5, 9, 10, 11]);
  expect(seedsFor([5, 9], 1)).toEqual([5]);
  expect(seedsFor([4_294_967_295], 2)).toEqual([4_294_967_295, 0]);
});
