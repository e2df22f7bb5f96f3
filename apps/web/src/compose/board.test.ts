import { expect, test } from 'vitest';
import {
  boardOf,
  boardOfGrid,
  cleared,
  drawing,
  EMPTY_BOARD,
  isDrawable,
  rowsOf,
  seedsFor,
  toggled,
  withSlot,
  withSwap,
} from './board.ts';
import { fromSearch, toSearch } from './board-address.ts';

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

const SIZE = { width: 64, height: 64 };
const M = { id: 'm', pixels: 64 };

test('a board comes out of its address as it went in, and an empty one has an empty address', () => {
  const worded = withSlot(board, 'OBJECT', { word: 'an owl' });
  expect(fromSearch(new URLSearchParams(toSearch(worded).toString()))).toEqual(worded);
  expect(toSearch(EMPTY_BOARD).toString()).toBe('');
  expect(fromSearch(new URLSearchParams())).toEqual(EMPTY_BOARD);
});

test('a grid is in the address with its tokens, and one that names no attribute is none', () => {
  const grid = {
    ...board,
    swap: { attribute: 'STYLE', tokenIds: ['a', 'b'] },
    modelId: 'm',
    scheduler: 'ddim',
    width: 96,
    height: 48,
  } as const;
  expect(fromSearch(new URLSearchParams(toSearch(grid).toString()))).toEqual(grid);
  expect(fromSearch(new URLSearchParams('swap=taste,a,b'))).toEqual(EMPTY_BOARD);
});

test('a grid begins with what is in the slot, leaves that as it was, and takes each token once', () => {
  const begun = withSwap(board, 'COLOR');
  expect(begun.swap).toEqual({ attribute: 'COLOR', tokenIds: ['a'] });
  expect(toggled(toggled(begun, 'c'), 'a').swap?.tokenIds).toEqual(['c']);
  expect(withSwap(toggled(begun, 'c'), 'COLOR')).toEqual(board);
  const full = Array.from({ length: 20 }, (_, index) => `t${index}`).reduce(toggled, begun);
  expect(full.swap?.tokenIds).toHaveLength(16);
});

test('the rows of a grid have all but its attribute in common, and its strength', () => {
  const grid = toggled(withSwap(board, 'COLOR'), 'c');
  expect(drawing(grid).slots).toEqual([{ attribute: 'LAYOUT', tokenId: 'b', strength: 0 }]);
  expect(rowsOf(grid, grid.swap!)).toEqual({
    attribute: 'COLOR',
    tokens: [
      { tokenId: 'a', strength: 0.7 },
      { tokenId: 'c', strength: 0.7 },
    ],
  });
});

test('nonsense in an address is as on an empty board', () => {
  const search = new URLSearchParams(
    'seeds=x,-1,1.5&steps=0&width=-8&height=tall&guidance=900&color-strength=3&muted=nothing',
  );
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
  const { prompt, negative, seeds, steps, guidance, scheduler } = board;
  const composed = {
    prompt,
    negativePrompt: negative,
    seeds,
    steps,
    guidance,
    scheduler,
    ...SIZE,
    model: null,
    words: [],
  };
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

test('a grid leads back to its board; the model is named only where it is not the one that is taken anyway', () => {
  const { prompt, negative, seeds, steps, guidance, scheduler } = board;
  const row = (id: string) => ({
    prompt,
    negativePrompt: negative,
    seeds,
    steps,
    guidance,
    scheduler,
    ...SIZE,
    words: [],
    model: { id: 'm' },
    slots: [
      { attribute: 'COLOR', strength: 0.7, token: { id } },
      { attribute: 'LAYOUT', strength: 0, token: { id: 'b' } },
    ] as const,
  });
  const grid = { attribute: 'COLOR', rows: [row('a'), row('c')] } as const;
  const swap = { attribute: 'COLOR', tokenIds: ['a', 'c'] };
  expect(boardOfGrid(grid, [M])).toEqual({ ...board, swap });
  expect(boardOfGrid(grid, [{ id: 'newer', pixels: 512 }, M])).toEqual({ ...board, swap, modelId: 'm' });
  expect(boardOfGrid({ ...grid, rows: [] })).toBeUndefined();
});

test('a size that is not the model’s own comes back, and is asked for; that of a model that nobody offers any more does not', () => {
  const { prompt, negative, seeds, steps, guidance, scheduler } = board;
  const settings = { prompt, negativePrompt: negative, seeds, steps, guidance, scheduler, slots: [], words: [] };
  const composed = { ...settings, width: 96, height: 64, model: { id: 'm' } };
  const wide = boardOf(composed, [M]);
  expect([wide.width, wide.height]).toEqual([96, undefined]);
  expect(drawing(wide)).toMatchObject({ width: 96 });
  expect(drawing(wide)).not.toHaveProperty('height');
  expect(boardOf(composed, [{ id: 'newer', pixels: 512 }]).width).toBeUndefined();
});

test('there is something to draw with a token, a word or a prompt, and nothing on an empty board', () => {
  expect(isDrawable(EMPTY_BOARD)).toBe(false);
  expect(isDrawable({ ...EMPTY_BOARD, prompt: 'a bird' })).toBe(true);
  expect(isDrawable(withSlot(EMPTY_BOARD, 'STYLE', { word: 'flat' }))).toBe(true);
  const one = withSlot(EMPTY_BOARD, 'STYLE', { tokenId: 'x' });
  expect(isDrawable(one)).toBe(true);
  expect(isDrawable(cleared(one, 'STYLE'))).toBe(false);
  expect(isDrawable(withSwap(one, 'STYLE'))).toBe(true);
  expect(isDrawable(withSwap(one, 'COLOR'))).toBe(false);
});

test('more pictures keep the seeds that there are, and fewer too', () => {
  expect(seedsFor([5, 9], 4)).toEqual([5, 9, 10, 11]);
  expect(seedsFor([5, 9], 1)).toEqual([5]);
  expect(seedsFor([4_294_967_295], 2)).toEqual([4_294_967_295, 0]);
});
