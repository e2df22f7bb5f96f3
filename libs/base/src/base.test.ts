import { describe, expect, it } from 'vitest';
import {
  describeBounds,
  FacetError,
  gigabytes,
  isFileName,
  isWithin,
  runWorkflowId,
  SAMPLING_BOUNDS,
  SEED_BOUNDS,
} from './index.ts';

describe('FacetError', () => {
  it('carries its code, the name of its class, its cause, and is final unless a subclass knows better', () => {
    class DiskError extends FacetError<'full' | 'busy'> {
      override get retryable(): boolean {
        return this.code === 'busy';
      }
    }
    const cause = new Error('EBUSY');
    const busy = new DiskError('busy', 'The disk is busy.', { cause });
    expect(busy).toMatchObject({
      name: 'DiskError',
      code: 'busy',
      message: 'The disk is busy.',
      cause,
      retryable: true,
    });
    expect(new DiskError('full', 'The disk is full.').retryable).toBe(false);
    expect(new FacetError('odd', 'Odd.').retryable).toBe(false);
  });
});

describe('bounds', () => {
  it('include both ends, and leave out what lies beyond, what is not whole and what is no number', () => {
    expect([1, 1000].every((steps) => isWithin(steps, SAMPLING_BOUNDS.steps))).toBe(true);
    expect([0, 1001, 2.5, Number.NaN, Infinity].some((steps) => isWithin(steps, SAMPLING_BOUNDS.steps))).toBe(false);
    expect([1, 3.5, 50].every((scale) => isWithin(scale, SAMPLING_BOUNDS.guidance))).toBe(true);
    expect([0.99, 50.1, Number.NaN].some((scale) => isWithin(scale, SAMPLING_BOUNDS.guidance))).toBe(false);
  });

  it('are described in words', () => {
    expect(describeBounds(SEED_BOUNDS)).toBe('a whole number from 0 to 4294967295');
    expect(describeBounds(SAMPLING_BOUNDS.guidance)).toBe('a number from 1 to 50');
  });
});

describe('runWorkflowId', () => {
  it('names the kind, the row and the attempt', () => {
    expect(runWorkflowId('composition', { id: 'c1', attempt: 2 })).toBe('composition/c1/2');
  });
});

describe('isFileName', () => {
  it('takes texts that name a file in their folder, and none that lead out of it or name none', () => {
    const names = ['cat', 'b-w', '猫 1', 'a.b', '..a', '.hidden'];
    const others = ['', '.', '..', '...', '../evil', 'b/w', 'b\\w', '/etc', 'a\0b', 'a\nb', 'ä'.repeat(101)];
    expect([...names, ...others].filter(isFileName)).toEqual(names);
  });
});

describe('gigabytes', () => {
  it('gives as many digits as say something', () => {
    const sizes = [24_700_000, 99_000_000, 100_000_000, 4_265_000_000, 9_940_000_000, 10_000_000_000, 13_532_868_608];
    expect(sizes.map(gigabytes)).toEqual(['0.025', '0.099', '0.1', '4.3', '9.9', '10', '14']);
  });
});
