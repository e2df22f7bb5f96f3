import { expect, it } from 'vitest';
import { isFlat } from './flat.ts';

it('probes are flat when two looks in a row bring less than a hundredth of the best loss before them', () => {
  expect(isFlat([])).toBe(false);
  expect(isFlat([1, 1])).toBe(false);
  expect(isFlat([1, 1, 1])).toBe(true);
  expect(isFlat([1, 0.995, 0.992])).toBe(true);
  expect(isFlat([1, 0.995, 0.985])).toBe(false);
  expect(isFlat([1, 0.5, 0.9, 0.51])).toBe(true);
  expect(isFlat([1, 1.2, 0.7])).toBe(false);
});
