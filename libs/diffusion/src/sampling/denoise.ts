import type { DiffusionModel, Tensor } from '../types.ts';
import type { Scheduler } from '../scheduler/scheduler.ts';
import { takeStep, type Past } from '../scheduler/step.ts';
import { SamplingError } from './errors.ts';
import { GuidedNetwork, type Guidance } from './guidance.ts';

/** Latents to begin from instead of pure noise. */
export interface Start {
  /** Clean latents `[n, channels, h, w]`. */
  readonly latents: Tensor;
  /** Share of the steps that is taken, above 0 to 1: how much of the start is drawn over. */
  readonly strength: number;
}

export interface Noise {
  readonly dims: readonly number[];
  /** Once for the beginning, and once for each step of a sampler that adds noise. */
  draw(): Float32Array;
}

export interface DenoiseStep {
  /** Steps taken, from 1 to `of`. */
  readonly step: number;
  readonly of: number;
  /** The clean latents as predicted at this step. */
  readonly predicted: Tensor;
}

export interface DenoiseOptions {
  readonly scheduler: Scheduler;
  readonly guidance: Guidance;
  /** Standard normal noise: its shape `[n, channels, h, w]`, and as much of it as is asked for. */
  readonly noise: Noise;
  readonly start?: Start | undefined;
  readonly onStep?: ((progress: DenoiseStep) => void | Promise<void>) | undefined;
  readonly signal?: AbortSignal | undefined;
}

function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw new SamplingError('cancelled', 'The generation was cancelled.', { cause: signal.reason });
  }
}

function scaled(values: Float32Array, factor: number): Float32Array {
  return factor === 1 ? values : values.map((value) => value * factor);
}

/**
 * Runs a sampler from noise, or from noised latents, to clean latents of the shape of `noise`. A sample's result does
 * not depend on the others in the batch beyond the rounding of the runtime's kernels.
 *
 * @throws SamplingError `cancelled` within one step of the signal.
 */
export async function denoise(model: DiffusionModel, options: DenoiseOptions): Promise<Tensor> {
  const { scheduler, guidance, noise, start, onStep, signal } = options;
  const count = noise.dims[0] ?? 1;
  const network = new GuidedNetwork(model, guidance, count);
  const all = scheduler.steps.length;
  const steps = scheduler.stepsFrom(start === undefined ? 0 : all - Math.floor(all * start.strength));
  const entry = steps[0]?.entry ?? { signal: 1, noise: 0 };

  const first = noise.draw();
  let sample =
    start === undefined
      ? scaled(first, scheduler.initialNoise)
      : start.latents.data.map((value, i) => entry.signal * value + entry.noise * (first[i] ?? 0));
  let past: Past | undefined;
  for (const [i, step] of steps.entries()) {
    throwIfCancelled(signal);
    const input = { data: scaled(sample, step.inputScale), dims: noise.dims };
    const output = await network.predict(input, step.timestep);
    const taken = takeStep(step, sample, output, past, step.fromNoise ? noise.draw() : undefined);
    ({ next: sample, past } = taken);
    await onStep?.({ step: i + 1, of: steps.length, predicted: { data: taken.x0, dims: noise.dims } });
  }
  throwIfCancelled(signal);
  return { data: sample, dims: noise.dims };
}
