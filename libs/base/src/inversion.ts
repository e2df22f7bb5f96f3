import type { Bounds } from './bounds.ts';

/** What a new inversion is where neither the caller nor the model (its reader, its `inversion.json`) says otherwise. */
export const INVERSION_DEFAULTS = { method: 'matte', steps: 500, seed: 0, batchSize: 4, learningRate: 5e-3 } as const;

export const INVERSION_BOUNDS = {
  /** Optimiser steps. */
  steps: { min: 1, max: 100_000, whole: true },
  /** Noise samples of the picture per step. */
  batchSize: { min: 1, max: 64, whole: true },
  learningRate: { min: 1e-7, max: 10 },
} as const satisfies Record<string, Bounds>;
