import { INVERSION_BOUNDS, SEED_BOUNDS } from '@facet/base';
import { texts } from '../texts/texts.ts';

export interface NumberBounds {
  readonly min: number;
  readonly max?: number | undefined;
  /** Of what it is a multiple. */
  readonly multiple?: number | undefined;
}

/** What is wrong with a number that somebody has typed; undefined for one that may be sent, and for none. */
export function wrongNumber(text: string | undefined, { min, max, multiple = 1 }: NumberBounds): string | undefined {
  if (text === undefined || text === '') return undefined;
  const number = Number(text);
  const isGood = number % multiple === 0 && number >= min && (max === undefined || number <= max);
  return isGood ? undefined : texts.upload.wrongNumber(min, max, multiple);
}

/** @param least of the method */
export const stepsBounds = (least: number | undefined): NumberBounds => ({
  min: least ?? INVERSION_BOUNDS.steps.min,
  max: INVERSION_BOUNDS.steps.max,
});

export const seedBounds: NumberBounds = SEED_BOUNDS;
