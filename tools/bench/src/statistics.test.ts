import { expect, it } from 'vitest';
import { mean, spreadOf } from './statistics.ts';

it('a spread is the median with the extremes', () => {
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 });
  expect(spreadOf([4, 1, 2, 3])).toEqual({ median: 2.5, min: 1, max: 4 });
  expect(() => spreadOf([])).toThrow(RangeError);
});

it('a mean is the sum over the count', () => {
  expect(mean([1, 2, 6])).toBe(3);
});
