/** As tools/golden/full_models.py names them. */
export const KINDS = ['sd1', 'sd2', 'sdxl'] as const;
export type Kind = (typeof KINDS)[number];

/** What is asked of both sides; tools/golden/full_models.py says the same. */
export const ASKED = {
  prompt: 'a photo of a cat',
  negative: 'blurry',
  steps: 2,
  guidance: 5,
  size: 256,
  timestep: 501,
  /** Where "cat" stands in the prompt. */
  place: 5,
} as const;

/** SDXL's weights are made in float16 only; see tools/golden/full_models.py. */
export const isNarrow = (kind: Kind): boolean => kind === 'sdxl';
