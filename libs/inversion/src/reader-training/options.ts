/** How a reader is trained. Everything here decides the result; a training goes on only with the same. */
export interface ReaderTrainingOptions {
  /** Pictures that the model draws for vectors of our choice, from which `fit` learns. */
  readonly samples: number;
  /** Steps on these. */
  readonly fitSteps: number;
  /** Steps on real pictures; 0 leaves the reader as the samples have made it. */
  readonly wakeSteps: number;
  /** Pictures in a step of the latter. */
  readonly batchSize: number;
  readonly seed: number;
}

/** Chosen on an open world's model (docs/research/binding.md). */
export const READER_DEFAULTS: ReaderTrainingOptions = {
  samples: 4096,
  fitSteps: 600,
  wakeSteps: 500,
  batchSize: 32,
  seed: 0,
};

/** What a training is doing: it draws samples, looks at the pictures, learns from the former, then from both. */
export const READER_PHASES = ['samples', 'pictures', 'fit', 'wake'] as const;

export type ReaderPhase = (typeof READER_PHASES)[number];
