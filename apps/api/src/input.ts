import { describeBounds, isWithin, TEXT_BOUNDS, type Bounds } from '@facet/base';
import { InvalidInputError } from './errors.ts';

type Texts = keyof typeof TEXT_BOUNDS;

/** A text without the spaces around it. Throws `InvalidInputError`, which names the argument. */
export function text(argument: string, value: string, kind: Texts): string {
  const { min, max } = TEXT_BOUNDS[kind];
  const trimmed = value.trim();
  if (trimmed.length < min || trimmed.length > max)
    throw new InvalidInputError(`${argument} must have ${min} to ${max} characters, and has ${trimmed.length}.`);
  return trimmed;
}

export const optionalText = (argument: string, value: string | null | undefined, kind: Texts) =>
  value === null || value === undefined ? undefined : text(argument, value, kind);

/** Throws `InvalidInputError`, which names the argument. */
export function within(argument: string, value: number, bounds: Bounds): number {
  if (isWithin(value, bounds)) return value;
  throw new InvalidInputError(`${argument} must be ${describeBounds(bounds)}, and is ${value}.`);
}

/** How many of something are given. Throws `InvalidInputError`, which says of what. */
export function few<Item>(items: string, list: readonly Item[], max: number, min = 1): readonly Item[] {
  if (list.length >= min && list.length <= max) return list;
  throw new InvalidInputError(`Give ${min} to ${max} ${items}, and not ${list.length}.`);
}

/** The client's key, for `once` of the repositories. */
export const mutationKey = (key: string | null | undefined) => optionalText('clientMutationKey', key, 'mutationKey');
