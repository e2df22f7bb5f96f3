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

/** Karras et al. (2022), equation 5, with the exponent that the paper found best. */
const RHO = 7;

/** Noise levels that fall from `first` to `last`, or between the bounds in the settings, spaced as Karras et al. do. */
export function karrasSigmas(first: number, last: number, count: number, settings: SchedulerSettings): number[] {
  const [from, to] = [settings.sigma_max ?? first, settings.sigma_min ?? last].map((sigma) => sigma ** (1 / RHO)) as [
    number,
    number,
  ];
  return Array.from({ length: count }, (_, i) => (from + (count > 1 ? i / (count - 1) : 0) * (to - from)) ** RHO);
}

/** The timestep, between those of training, that has a noise level: linear in its logarithm. */
export function timestepAt(sigmas: Float64Array, sigma: number): number {
  const log = Math.log(Math.max(sigma, 1e-10));
  const above = sigmas.findIndex((each) => Math.log(each) > log);
  const low = Math.min(above === -1 ? sigmas.length : Math.max(0, above - 1), sigmas.length - 2);
  const [from, to] = [Math.log(sigmas[low] ?? 1), Math.log(sigmas[low + 1] ?? 1)];
  return low + Math.min(1, Math.max(0, (from - log) / (from - to)));
}
