import { describe, expect, it } from 'vitest';
import { worthOf, wrongSize } from './picture-size.ts';

const model = { size: 512, sizeMultiple: 64 };

describe('the size of a picture', () => {
  it.each([
    [512, 512],
    [1024, 1024],
    [2048, 512],
    [64, 64],
  ])('%s x %s is possible', (width, height) => {
    expect(wrongSize({ width, height }, model)).toBeUndefined();
  });

  it.each([
    [1088, 1024, '4 times'],
    [500, 512, 'multiples of 64'],
    [512, 0, 'multiples of 64'],
    [512, -512, 'multiples of 64'],
    [512.5, 512, 'multiples of 64'],
    [NaN, 512, 'multiples of 64'],
  ])('%s x %s is not: %s', (width, height, expected) => {
    expect(wrongSize({ width, height }, model)).toContain(expected);
  });

  it('is the native one alone for a model that does not say its multiple', () => {
    expect(wrongSize({ width: 512, height: 512 }, { size: 512 })).toBeUndefined();
    expect(wrongSize({ width: 1024, height: 1024 }, { size: 512 })).toContain('must be 512 x 512');
  });

  it.each([
    [512, 512, 1],
    [64, 64, 1],
    [512, 576, 2],
    [1024, 1024, 4],
  ])('%s x %s counts as %s', (width, height, expected) => {
    expect(worthOf({ width, height }, model)).toBe(expected);
  });
});
