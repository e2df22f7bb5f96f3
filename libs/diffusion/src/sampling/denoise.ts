import type { DiffusionModel, Tensor } from '../types.ts';
import type { Scheduler } from '../scheduler/scheduler.ts';
import { takeStep } from '../scheduler/step.ts';
import { SamplingError } from './errors.ts';
import { GuidedNetwork, type Guidance } from './guidance.ts';

/** Latents to begin from instead of pure noise. */
export interface Start {
  /** Clean latents `[n, channels, h, w]`. */
  readonly latents: Tensor;
  /** Share of the steps that is taken, above 0 to 1: how much of the start is drawn over. */
  readonly strength: number;
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
  /** Standard normal noise `[n, channels, h, w]`. */
  readonly noise: Tensor;
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
  const taken = start === undefined ? scheduler.steps.length : Math.floor(scheduler.steps.length * start.strength);
  const steps = scheduler.steps.slice(scheduler.steps.length - taken);
  const entry = steps[0]?.entry ?? { signal: 1, noise: 0 };

  let sample =
    start === undefined
      ? scaled(noise.data, scheduler.initialNoise)
      : start.latents.data.map((value, i) => entry.signal * value + entry.noise * (noise.data[i] ?? 0));
  let lastX0: Float32Array | undefined;
  for (const [i, step] of steps.entries()) {
    throwIfCancelled(signal);
    const input = { data: scaled(sample, step.inputScale), dims: noise.dims };
    const output = await network.predict(input, step.timestep);
    // A multistep sampler that enters in the middle of its table takes its first step without a step before.
    const { next, x0 } = takeStep(i === 0 ? withoutLast(step) : step, sample, output, lastX0);
    sample = next;
    lastX0 = x0;
    await onStep?.({ step: i + 1, of: steps.length, predicted: { data: x0, dims: noise.dims } });
  }
  throwIfCancelled(signal);
  return { data: sample, dims: noise.dims };
}

/** The first-order form of a step: what would go to the step before goes to the prediction at hand. */
function withoutLast<T extends { fromX0: number; fromLastX0: number }>(step: T): T {
  return { ...step, fromX0: step.fromX0 + step.fromLastX0, fromLastX0: 0 };
}
