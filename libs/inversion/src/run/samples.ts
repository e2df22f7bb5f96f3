import type { AlphaSchedule } from '@facet/diffusion';
import type { PromptPlan } from '../plan/plan.ts';
import { normals, stratifiedTimesteps, STREAM, uniforms } from '../random/draws.ts';
import type { RunState } from './state.ts';

/** One noised copy of the picture. */
export interface Sample {
  readonly plan: PromptPlan;
  readonly timestep: number;
  /** [channels, h, w] of the latents. */
  readonly shape: readonly number[];
  /** z_t `[channels * h * w]` */
  readonly noised: Float32Array;
  /** What the U-Net should predict: the noise, or v. */
  readonly target: Float32Array;
}

/**
 * The samples of a run's next step, a pure function of (seed, step): one template, timesteps uniform over all stages,
 * standard normal noise; z_t = sqrt(a_t) z_0 + sqrt(1 - a_t) e, target e or v = sqrt(a_t) e - sqrt(1 - a_t) z_0
 * (Salimans and Ho, "Progressive Distillation", 2022).
 */
export function drawSamples(run: RunState, { alphasCumprod, predictionType }: AlphaSchedule): Sample[] {
  const { latents, settings, step, plans } = run;
  const { seed, batchSize } = settings;
  const size = latents.data.length;
  const [template] = uniforms(seed, step, STREAM.template, 1);
  const plan = plans[Math.floor(template! * plans.length)]!;
  const timesteps = stratifiedTimesteps(seed, step, batchSize, 0, alphasCumprod.length);
  const noise = normals(seed, step, STREAM.noise, batchSize * size);
  return timesteps.map((timestep, i) => {
    const alpha = alphasCumprod[timestep]!;
    const [signal, spread] = [Math.sqrt(alpha), Math.sqrt(1 - alpha)];
    const e = noise.subarray(i * size, (i + 1) * size);
    const z0 = latents.data;
    const noised = e.map((value, j) => signal * z0[j]! + spread * value);
    const target = predictionType === 'epsilon' ? e : e.map((value, j) => signal * value - spread * z0[j]!);
    return { plan, timestep, shape: latents.dims.slice(1), noised, target };
  });
}
