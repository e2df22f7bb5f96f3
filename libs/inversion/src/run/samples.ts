import type { AlphaSchedule } from '@facet/diffusion';
import type { PromptPlan } from '../plan/plan.ts';
import { noisedCopy, type NoisedCopy } from '../probe/noised-copy.ts';
import { normals, stratifiedTimesteps, STREAM, uniforms } from '../random/draws.ts';
import type { RunState } from './state.ts';

/** One noised copy of the picture, or of a class picture. */
export interface Sample extends NoisedCopy {
  readonly term: 'reconstruction' | 'prior';
  /** In the mean of its term. */
  readonly share: number;
  readonly plan: PromptPlan;
  readonly timestep: number;
  /** [channels, h, w] of the latents. */
  readonly shape: readonly number[];
}

/**
 * The samples of a run's next step, a pure function of (seed, step): one template, timesteps uniform over all stages,
 * standard normal noise.
 */
export function drawSamples(run: RunState, schedule: AlphaSchedule): Sample[] {
  const { latents, settings, step, plans } = run;
  const { seed, batchSize } = settings;
  const [template] = uniforms(seed, step, STREAM.template, 1);
  const plan = plans[Math.floor(template! * plans.length)]!;
  const timesteps = stratifiedTimesteps(seed, step, batchSize, 0, schedule.alphasCumprod.length);
  const noise = normals(seed, step, STREAM.noise, batchSize * latents.data.length);
  const z0 = timesteps.map(() => latents.data);
  return [
    ...noisedCopies('reconstruction', plan, latents.dims.slice(1), z0, timesteps, noise, schedule),
    ...priorSamples(run, schedule),
  ];
}

/** Noised copies of class pictures, drawn with replacement. */
function priorSamples({ prior, settings, step }: RunState, schedule: AlphaSchedule): Sample[] {
  if (prior === undefined) return [];
  const { seed, priorSamples: count } = settings;
  const [pictures, ...shape] = prior.latents.dims as [number, ...number[]];
  const size = prior.latents.data.length / pictures;
  const z0 = [...uniforms(seed, step, STREAM.priorPicture, count)].map((draw) => {
    const picture = Math.floor(draw * pictures);
    return prior.latents.data.subarray(picture * size, (picture + 1) * size);
  });
  const timesteps = stratifiedTimesteps(seed, step, count, 0, schedule.alphasCumprod.length, STREAM.priorTimestep);
  const noise = normals(seed, step, STREAM.priorNoise, count * size);
  return noisedCopies('prior', prior.plan, shape, z0, timesteps, noise, schedule);
}

function noisedCopies(
  term: Sample['term'],
  plan: PromptPlan,
  shape: readonly number[],
  z0: readonly Float32Array[],
  timesteps: readonly number[],
  noise: Float32Array,
  schedule: AlphaSchedule,
): Sample[] {
  const size = noise.length / timesteps.length;
  const share = 1 / timesteps.length;
  return timesteps.map((timestep, i) => {
    const copy = noisedCopy(z0[i]!, noise.subarray(i * size, (i + 1) * size), timestep, schedule);
    return { term, share, plan, timestep, shape, ...copy };
  });
}
