import type { Bounds } from './bounds.ts';

export const SCHEDULERS = [
  'ddim',
  'dpm-solver++',
  'dpm-solver++-sde',
  'euler',
  'euler-ancestral',
  'lcm',
  'tcd',
  'unipc',
] as const;

export type SchedulerName = (typeof SCHEDULERS)[number];

/**
 * How pictures are drawn where nobody says otherwise. Guidance 7 was measured: on the demo model a true word alone is
 * followed in .95 of the pictures at 3.5 and in .98 at 7 (docs/closed-world.md).
 */
export const SAMPLING_DEFAULTS = {
  negativePrompt: '',
  steps: 25,
  guidance: 7,
  scheduler: 'dpm-solver++',
  seed: 0,
  strength: 1,
} as const satisfies SamplingNumbers & { negativePrompt: string; scheduler: SchedulerName; seed: number };

/** How a model wants to be drawn with. */
export interface SamplingPreset {
  readonly steps: number;
  readonly guidance: number;
  readonly scheduler: SchedulerName;
}

/** Of models that were distilled to draw in few steps, as who made them says; all have guidance built in. */
export const PRESETS = {
  /** Adversarial diffusion distillation: SD Turbo, SDXL Turbo. */
  turbo: { steps: 4, guidance: 1, scheduler: 'euler-ancestral' },
  /** SDXL Lightning, and Hyper-SD at several steps. */
  lightning: { steps: 4, guidance: 1, scheduler: 'euler' },
  /** Latent consistency models, as LoRA files merged into a usual model. */
  lcm: { steps: 4, guidance: 1, scheduler: 'lcm' },
} as const satisfies Record<string, SamplingPreset>;

export type PresetName = keyof typeof PRESETS;

interface SamplingNumbers {
  readonly steps: number;
  readonly guidance: number;
  readonly strength: number;
}

export const SAMPLING_BOUNDS = {
  /** Of denoising. */
  steps: { min: 1, max: 1000, whole: true },
  /** Scale of classifier-free guidance; 1 is without. */
  guidance: { min: 1, max: 50 },
  /** Of one composition: all are drawn in one batch or few, and a place in the queue is held as long. */
  pictures: { min: 1, max: 16, whole: true },
  /** Of a token: 0 is its plain word, 1 the token, more exaggerates it. */
  strength: { min: 0, max: 2 },
} as const satisfies Record<keyof SamplingNumbers | 'pictures', Bounds>;
