import { describe, expect, it } from 'vitest';
import { formatDuration } from './figures.ts';

describe('durations', () => {
  it('are written as people read them', () => {
    expect([0, 59.4, 65, 3600 * 2 + 605].map(formatDuration)).toEqual(['0 s', '59 s', '1 min 05 s', '2 h 10 min']);
    expect(formatDuration(Number.POSITIVE_INFINITY)).toBe('?');
  });
});
