/** A figure that is sure up to one value and nothing from another on, falling evenly between. */
interface Ramp {
  readonly sure: number;
  readonly none: number;
}

/**
 * A model's denoising error on a picture over that on its own pictures of the same words. Chosen on pictures of the demo model's
 * world, photographs and drawings of others: .7 to 1.4 for the first, 3.3 to 15 for the rest (README).
 */
export const UNLIKENESS: Ramp = { sure: 2, none: 4 };

/**
 * CIEDE2000 from a picture to the nearest of the model's own pictures of the same words. Chosen with 20 pictures in colors without
 * a word: up to 5.2 for those that have one, 6.8 to 16 for 19 of the 20.
 */
export const COLOR_DISTANCE: Ramp = { sure: 5.4, none: 6.6 };

export const rampAt = (value: number, { sure, none }: Ramp): number =>
  Math.min(1, Math.max(0, (none - value) / (none - sure)));
