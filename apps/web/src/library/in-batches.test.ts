import { expect, test } from 'vitest';
import { inBatches } from './in-batches.ts';

const ids = Array.from({ length: 250 }, (_, index) => `t${index}`);

test('every token is asked for once, a hundred at most at a time, and those that were left are named with why', async () => {
  const asked: (readonly string[])[] = [];
  const left = await inBatches(ids, async (some) => {
    asked.push(some);
    const items = some.map((tokenId) => ({
      tokenId,
      token: null,
      error: tokenId === 't120' ? { code: 'IN_USE', message: 'It is used.' } : null,
    }));
    return { ok: true, data: { items } };
  });
  expect(asked.map(({ length }) => length)).toEqual([100, 100, 50]);
  expect(asked.flat()).toEqual(ids);
  expect(left).toEqual([{ id: 't120', why: 'It is used.' }]);
});

test('where a hundred are refused as a whole each of them is left, and the others are asked for', async () => {
  let turn = 0;
  const left = await inBatches(ids, async () =>
    turn++ === 1 ? { ok: false, message: 'You may not.' } : { ok: true, data: { items: [] } },
  );
  expect(left.map(({ id }) => id)).toEqual(ids.slice(100, 200));
});
