import { expect } from 'vitest';

/** Largest difference divided by the largest expected magnitude. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  let difference = 0;
  let magnitude = 0;
  for (let at = 0; at < expected.length; at++) {
    const distance = Math.abs(actual[at]! - expected[at]!);
    if (!(distance <= difference)) difference = distance;
    magnitude = Math.max(magnitude, Math.abs(expected[at]!));
  }
  return difference / magnitude;
}
