import { METHODS } from '@facet/inversion';
import { expect, test } from 'vitest';
import { servedMethods } from './read-inputs.ts';

test('every method is offered but those that train weights, which nobody would keep', () => {
  const refused = Object.keys(METHODS).filter((id) => !servedMethods(true).includes(id));
  expect(refused).toEqual(['custom-diffusion', 'dreambooth']);
});

test('a method that starts at what a reader reads is offered by models that have one', () => {
  const refused = servedMethods(true).filter((id) => !servedMethods(false).includes(id));
  expect(refused).toEqual(['reader']);
});
