import { describe, expect, it } from 'vitest';
import { Estimate, formatDuration } from './estimate.ts';

describe('the estimate', () => {
  it('follows the pace of this run only, not the steps that an earlier one did', () => {
    const estimate = new Estimate(100, 60, 0);
    expect(estimate.update(60, 5000)).toBeUndefined();
    expect(estimate.update(70, 20_000)).toBeCloseTo(60);
    expect(estimate.update(100, 50_000)).toBe(0);
  });

  it('does not count a slow first step once there is a second', () => {
    const estimate = new Estimate(100, 0, 0);
    expect(estimate.update(1, 10_000)).toBeCloseTo(990);
    expect(estimate.update(2, 10_500)).toBeCloseTo(49);
    expect(estimate.update(3, 11_000)).toBeCloseTo(48.5);
  });
});

describe('durations', () => {
  it('are written as people read them', () => {
    expect([0, 59.4, 65, 3600 * 2 + 605].map(formatDuration)).toEqual(['0 s', '59 s', '1 min 05 s', '2 h 10 min']);
    expect(formatDuration(Number.POSITIVE_INFINITY)).toBe('?');
  });
});
