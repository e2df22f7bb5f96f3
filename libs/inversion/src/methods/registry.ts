import { InversionError } from '../errors.ts';
import { matte } from './matte.ts';
import type { InversionMethod } from './method.ts';
import { reader } from './reader.ts';
import { customDiffusion, dreambooth } from './weights.ts';
import { pPlus, prospect, textualInversion } from './single-token.ts';
import { words } from './words.ts';

/** In the order in which help texts show them. */
const methods: readonly InversionMethod[] = [
  matte,
  words,
  reader,
  textualInversion,
  pPlus,
  prospect,
  customDiffusion,
  dreambooth,
];

/** All methods by id. */
export const METHODS: Readonly<Record<string, InversionMethod>> = Object.fromEntries(
  methods.map((method) => [method.id, method]),
);

export function methodById(id: string): InversionMethod {
  const method = Object.hasOwn(METHODS, id) ? METHODS[id] : undefined;
  if (method === undefined)
    throw new InversionError(
      'invalid-input',
      `There is no method "${id}"; there are ${Object.keys(METHODS).join(', ')}.`,
    );
  return method;
}
