/** A range of numbers, both ends included. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
  /** Whole numbers only. */
  readonly whole?: true;
}

export const isWithin = (value: number, { min, max, whole }: Bounds): boolean =>
  value >= min && value <= max && (!whole || Number.isInteger(value));

/** For messages: `a whole number from 1 to 1000`. */
export const describeBounds = ({ min, max, whole }: Bounds): string =>
  `${whole ? 'a whole number' : 'a number'} from ${min} to ${max}`;

/** Of everything that is drawn at random: what PyTorch's generator takes, and so what recipes of other tools name. */
export const SEED_BOUNDS = { min: 0, max: 2 ** 32 - 1, whole: true } as const satisfies Bounds;
