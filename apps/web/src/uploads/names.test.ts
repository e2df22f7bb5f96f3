import { expect, test } from 'vitest';
import { cutName, nameOf, nameOfAddress } from './names.ts';

test('a name is a file’s without its ending', () => {
  expect(nameOf('red house.v2.png', 'picture')).toBe('red house.v2');
  expect(nameOf('.png', 'picture')).toBe('picture');
});

test('a name that is cut ends with a whole character', () => {
  expect(cutName(`${'a'.repeat(99)}🦊`)).toBe('a'.repeat(99));
  expect(cutName(`${'a'.repeat(98)}🦊b`)).toBe(`${'a'.repeat(98)}🦊`);
});

test('of an address, the last part of its path; what is not encoded as it should be is taken as it is', () => {
  expect(nameOfAddress('https://example.org/a/red%20house.png?large=1#top', 'picture')).toBe('red house');
  expect(nameOfAddress('https://example.org/100%.png', 'picture')).toBe('100%');
  expect(nameOfAddress('https://example.org/', 'picture')).toBe('picture');
});
