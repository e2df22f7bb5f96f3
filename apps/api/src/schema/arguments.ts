import { describeBounds, type Bounds } from '@facet/base';
import type { Kind } from '../ids.ts';
import { capitalized } from './words.ts';

/** Options of an argument that takes an id. The kind is in the schema, so that the isolation test can try each of them. */
export const id = (kind: Kind, description?: string) => ({
  required: true as const,
  extensions: { kind },
  ...(description !== undefined && { description }),
});

export const optionalId = (kind: Kind, description?: string) => ({
  ...id(kind, description),
  required: false as const,
});

/** Of mutations that make something: the same key, from the same caller, gives the same result and starts nothing twice. */
export const MUTATION_KEY = {
  required: false as const,
  description:
    'Chosen by you, at most 200 characters: repeating the mutation with it repeats the answer, not the work.',
};

/** The description of an argument whose value has bounds. */
export const ranged = (bounds: Bounds, what = ''): string =>
  `${what}${what && ' '}${capitalized(describeBounds(bounds))}.`;
