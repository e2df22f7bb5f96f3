import { METHODS } from '@facet/inversion';
import { expect, test } from 'vitest';
import { SERVED_METHODS } from './read-inputs.ts';

test('every method is offered but those that train weights, which nobody would keep', () => {
  const refused = Object.keys(METHODS).filter((id) => !SERVED_METHODS.includes(id));
  expect(refused).toEqual(['custom-diffusion', 'dreambooth']);
});
