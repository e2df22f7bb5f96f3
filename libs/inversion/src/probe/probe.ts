import {
  conditionAt,
  readAlphaSchedule,
  type ConditioningPlan,
  type DiffusionModel,
  type Tensor,
} from '@facet/diffusion';
import { noisedCopy } from './noised-copy.ts';
import { normals, STREAM } from '../random/draws.ts';

/** Evenly over the schedule: where a picture is decided differs from model to model. */
const PROBES = 6;

/**
 * How badly the model denoises a picture under a prompt: its loss at fixed timesteps with fixed noise, one mean over all. Always
 * the same draws, so that two losses of one picture differ by the prompt alone, and two pictures' by the pictures.
 *
 * @param latents z_0 `[n, channels, h, w]`
 * @returns of each picture
 */
export async function probeLosses(model: DiffusionModel, latents: Tensor, plan: ConditioningPlan): Promise<number[]> {
  const schedule = readAlphaSchedule(model.schedulerConfig);
  const [count, ...shape] = latents.dims as [number, ...number[]];
  const size = latents.data.length / count;
  const noise = normals(0, 0, STREAM.probe, PROBES * size);
  const losses = Array.from({ length: count }, () => 0);
  for (let probe = 0; probe < PROBES; probe++) {
    const timestep = Math.floor(((probe + 0.5) / PROBES) * schedule.alphasCumprod.length);
    const { contexts, pooled } = conditionAt(plan, timestep);
    for (let picture = 0; picture < count; picture++) {
      const clean = latents.data.subarray(picture * size, (picture + 1) * size);
      const { noised, target } = noisedCopy(
        clean,
        noise.subarray(probe * size, (probe + 1) * size),
        timestep,
        schedule,
      );
      const predicted = await model.predict({ data: noised, dims: [1, ...shape] }, [timestep], contexts, pooled);
      const error = predicted.reduce((sum, value, i) => sum + (value - target[i]!) ** 2, 0);
      losses[picture]! += error / size / PROBES;
    }
  }
  return losses;
}
