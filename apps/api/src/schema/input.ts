import { InvalidInputError } from './errors.ts';

/** A text of at least one character besides spaces. Throws `InvalidInputError`, which names the argument. */
export function text(argument: string, value: string, maxLength: number): string {
  const trimmed = value.trim();
  if (trimmed === '' || trimmed.length > maxLength)
    throw new InvalidInputError(`${argument} must have 1 to ${maxLength} characters, and has ${trimmed.length}.`);
  return trimmed;
}

export const optionalText = (argument: string, value: string | null | undefined, maxLength: number) =>
  value === null || value === undefined ? undefined : text(argument, value, maxLength);

export function within(argument: string, value: number, min: number, max: number): number {
  if (value >= min && value <= max) return value;
  throw new InvalidInputError(`${argument} must be within ${min} to ${max}, and is ${value}.`);
}

/** The client's key, for `once` of the repositories. */
export const mutationKey = (key: string | null | undefined) => optionalText('clientMutationKey', key, 200);
