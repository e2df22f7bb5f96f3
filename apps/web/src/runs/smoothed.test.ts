import { expect, test } from 'vitest';
import { smoothed } from './smoothed.ts';

test('a value is smoothed by those next to it, at the ends by those that there are', () => {
  const values = Array.from({ length: 40 }, (_, index) => index ** 2);
  const plain = values.map((_, index) => {
    const near = values.slice(Math.max(0, index - 2), index + 3);
    return near.reduce((sum, value) => sum + value, 0) / near.length;
  });
  smoothed(values).forEach((value, index) => expect(value).toBeCloseTo(plain[index]!));
});

test('noise goes and what lies under it stays', () => {
  const noisy = Array.from({ length: 200 }, (_, index) => 1 + (index % 2 === 0 ? 0.5 : -0.5));
  for (const value of smoothed(noisy)) expect(Math.abs(value - 1)).toBeLessThan(0.1);
});

test('of few values each stays what it is, and of none there are none', () => {
  expect(smoothed([3, 1, 2])).toEqual([3, 1, 2]);
  expect(smoothed([])).toEqual([]);
});
