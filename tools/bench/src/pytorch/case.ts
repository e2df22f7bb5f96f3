import { demoModelDirectory } from '@facet/diffusion';

/** One thing that is measured on both sides. */
export interface BenchCase {
  readonly name: string;
  readonly kind: 'forward' | 'step' | 'inversion';
  /** The model's folder. */
  readonly directory: string;
  /** What PyTorch builds: a folder with config.json files, or `sd15`. */
  readonly torchModel: string;
  /** How PyTorch computes: as it comes, in bfloat16, or by torch.compile; Facet always in float32. */
  readonly torchMode: 'eager' | 'bfloat16' | 'compiled';
  readonly batch: number;
  /** Height and width of the latents. */
  readonly latent: number;
  readonly contextLength: number;
  /** Optimiser steps in one iteration of an inversion. */
  readonly steps: number;
  /** Iterations on one side before the other has its turn. */
  readonly iterations: number;
  /** What the project aims for, as ratio of CPU times. */
  readonly target: number | undefined;
}

const FORWARD_TARGET = 0.65;
const STEP_TARGET = 0.7;
/** Of a model of the real size. */
const LARGE_STEP_TARGET = 0.8;
/** Memory of a gradient step, as ratio of the peaks of resident memory. */
export const MEMORY_TARGET = 1;

const DEMO = { latent: 16, contextLength: 16, steps: 0, torchMode: 'eager' } as const;
const SD15 = { batch: 1, contextLength: 77, steps: 0, iterations: 1, torchModel: 'sd15', torchMode: 'eager' } as const;
/** Side of the pictures, and of their latents. */
const SIZES = [
  [256, 32],
  [512, 64],
] as const;

/** @param sd15Directory the folder made by python/make_sd15.py */
export function benchCases(sd15Directory: string): BenchCase[] {
  const directory = demoModelDirectory();
  const demo = { ...DEMO, directory, torchModel: directory };
  const sd15 = { ...SD15, directory: sd15Directory };
  return [
    { ...demo, name: 'demo-forward', kind: 'forward', batch: 1, iterations: 10, target: FORWARD_TARGET },
    { ...demo, name: 'demo-step', kind: 'step', batch: 1, iterations: 5, target: STEP_TARGET },
    { ...demo, name: 'demo-step-batch-4', kind: 'step', batch: 4, iterations: 2, target: STEP_TARGET },
    { ...demo, name: 'demo-inversion', kind: 'inversion', batch: 4, steps: 10, iterations: 1, target: undefined },
    { ...sd15, name: 'sd15-forward', kind: 'forward', latent: 32, target: FORWARD_TARGET },
    ...SIZES.flatMap(([pixels, latent]): BenchCase[] => {
      const step = { ...sd15, kind: 'step', latent, target: undefined } as const;
      return [
        { ...step, name: `sd15-step-${pixels}`, target: LARGE_STEP_TARGET },
        { ...step, name: `sd15-step-${pixels}-bfloat16`, torchMode: 'bfloat16' },
        { ...step, name: `sd15-step-${pixels}-compiled`, torchMode: 'compiled' },
      ];
    }),
  ];
}
