import type { AlphaSchedule } from './alphas.ts';
import type { SchedulerSettings } from './config.ts';

/** Stands in for a terminal alpha of 0, so that the first noise level is large but finite. */
const SMALLEST_ALPHA = 2 ** -24;

/** The noise-to-signal ratio of each training timestep, sqrt((1 - a) / a), rising. */
export function trainingSigmas(schedule: AlphaSchedule, settings: SchedulerSettings): Float64Array {
  const last = schedule.alphasCumprod.length - 1;
  return schedule.alphasCumprod.map((alpha, t) => {
    const used = settings.rescale_betas_zero_snr && t === last ? SMALLEST_ALPHA : alpha;
    return Math.sqrt((1 - used) / used);
  });
}

/** Linear interpolation of the training sigmas at a fractional timestep. */
export function sigmaAt(sigmas: Float64Array, timestep: number): number {
  const low = Math.floor(timestep);
  const from = sigmas[low] ?? 0;
  return from + ((sigmas[low + 1] ?? from) - from) * (timestep - low);
}

/** The noise level after the last step. */
export function finalSigma(sigmas: Float64Array, settings: SchedulerSettings): number {
  return settings.final_sigmas_type === 'zero' ? 0 : (sigmas[0] ?? 0);
}
