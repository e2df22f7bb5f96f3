import { expect, test } from 'vitest';
import { seedBounds, stepsBounds, wrongNumber } from './number-field.ts';

test('a number that would be refused is said to be wrong where it is typed', () => {
  expect(wrongNumber('1.5', stepsBounds(0))).toBe('A whole number from 0 to 100,000.');
  expect(wrongNumber('-3', stepsBounds(0))).toBeDefined();
  expect(wrongNumber('99999999999999999999', seedBounds)).toBe('A whole number from 0 to 4,294,967,295.');
  expect(wrongNumber('100', { min: 32, multiple: 32 })).toBe('A multiple of 32, from 32.');
});

test('what may be sent, and what is left empty, is not', () => {
  expect(wrongNumber('0', stepsBounds(0))).toBeUndefined();
  expect(wrongNumber('', stepsBounds(1))).toBeUndefined();
  expect(wrongNumber(undefined, seedBounds)).toBeUndefined();
  expect(wrongNumber('128', { min: 32, multiple: 32 })).toBeUndefined();
});
