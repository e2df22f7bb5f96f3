import type { AlphaSchedule } from './alphas.ts';
import type { SchedulerSettings } from './config.ts';
import { stepAt, type Step } from './step.ts';
import { multistepVisits, type Level } from './visits.ts';

/**
 * UniPC: Zhao et al., "UniPC: A Unified Predictor-Corrector Framework for Fast Sampling of Diffusion Models" (2023),
 * algorithms 1 and 2, for predictions of the clean latents. A step predicts the next sample from the clean latents of
 * the last `solver_order` steps; once the network has seen that sample, it is corrected by what the network said, at no
 * further call.
 */
export function unipcSteps(schedule: AlphaSchedule, settings: SchedulerSettings, steps: number, begin: number): Step[] {
  const visits = multistepVisits(schedule, settings, steps);
  const orderAt = (i: number): number => {
    // Noiseless latents are infinitely far, so that nothing can be told by how much nearer the steps before were.
    const isLow = settings.lower_order_final || visits[i]!.next.noise === 0;
    return Math.min(settings.solver_order, i - begin + 1, isLow ? visits.length - i : Infinity);
  };
  return visits.map((visit, i) => {
    const before = visits[i - 1];
    const isCorrected = i > begin && !settings.disable_corrector.includes(i - 1);
    /** The levels before that of step `at`, as many as an order looks back. */
    const earlier = (at: number): Level[] =>
      Array.from({ length: orderAt(at) - 1 }, (_, k) => visits[at - 1 - k]!.level);
    const { level, next, timestep } = visit;
    return stepAt(timestep, level.signal, level.noise, schedule, {
      ...predictor(level, next, earlier(i), settings),
      correction: isCorrected ? corrector(before!.level, level, earlier(i - 1), settings) : undefined,
    });
  });
}

/** UniP: the next sample from this one, its clean latents and those of the steps before. */
function predictor(from: Level, to: Level, earlier: readonly Level[], settings: SchedulerSettings) {
  const { ratio, gain, spread, positions, moments } = between(from, to, earlier, settings);
  // For one step back diffusers takes the value to which the equation tends.
  const weights = earlier.length <= 1 ? earlier.map(() => 0.5) : solve(positions, moments);
  const shares = weights.map((weight, k) => (spread * weight) / positions[k]!);
  return { fromSample: ratio, fromX0: gain - total(shares), fromEarlierX0: shares };
}

/** UniC: the same with the clean latents at the end of the step as one more point. */
function corrector(from: Level, to: Level, earlier: readonly Level[], settings: SchedulerSettings) {
  const { ratio, gain, spread, positions, moments } = between(from, to, earlier, settings);
  const points = [...positions, 1];
  const weights = points.length === 1 ? [0.5] : solve(points, moments);
  const shares = weights.map((weight, k) => (spread * weight) / points[k]!);
  const [atEnd = 0] = shares.splice(-1);
  return { fromLastSample: ratio, fromX0: atEnd, fromEarlierX0: [gain - total(shares) - atEnd, ...shares] };
}

/** The numbers of one step that prediction and correction share. */
function between(from: Level, to: Level, earlier: readonly Level[], { solver_type }: SchedulerSettings) {
  const h = to.lambda - from.lambda;
  const rise = Math.expm1(-h);
  const scale = solver_type === 'bh1' ? -h : rise;
  // Of phi_k, the integrals of e^t t^k / k! over the step; equation 10.
  const moments: number[] = [];
  let phi = rise / -h - 1;
  for (let k = 1, factorial = 1; k <= earlier.length + 1; k++) {
    moments.push((phi * factorial) / scale);
    factorial *= k + 1;
    phi = phi / -h - 1 / factorial;
  }
  return {
    ratio: to.noise / from.noise,
    gain: -to.signal * rise,
    spread: -to.signal * scale,
    /** Where the earlier levels lie, with this one at 0 and the next at 1. */
    positions: earlier.map(({ lambda }) => (lambda - from.lambda) / h),
    moments,
  };
}

/** Weights w with sum over k of w_k * points_k^i = moments_i: a Vandermonde system of three unknowns at most, by elimination. */
function solve(points: readonly number[], moments: readonly number[]): number[] {
  const rows = points.map((_, i) => [...points.map((point) => point ** i), moments[i]!]);
  for (const [i, pivot] of rows.entries()) {
    for (const [j, row] of rows.entries()) {
      if (j === i) continue;
      const share = row[i]! / pivot[i]!;
      row.forEach((value, k) => (row[k] = value - share * pivot[k]!));
    }
  }
  return rows.map((row, i) => row.at(-1)! / row[i]!);
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
