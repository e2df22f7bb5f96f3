import { STREAM, uniforms } from '../random/draws.ts';

export interface Interval {
  readonly mean: number;
  /** Bounds of the 95 % percentile interval. */
  readonly low: number;
  readonly high: number;
  /** Units that were drawn from. */
  readonly n: number;
}

const RESAMPLES = 2000;

/**
 * Mean with a 95 % percentile bootstrap interval (Efron). `values` has one number per independent unit, so pictures of
 * one reference must be averaged before. Deterministic.
 */
export function bootstrapMean(values: readonly number[], seed = 0): Interval {
  const n = values.length;
  const meanOf = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / n;
  if (n === 0) return { mean: NaN, low: NaN, high: NaN, n };
  const means = Array.from({ length: RESAMPLES }, (_, round) => {
    const u = uniforms(seed, round, STREAM.bootstrap, n);
    return meanOf(values.map((_, i) => values[Math.floor(u[i]! * n)]!));
  }).sort((a, b) => a - b);
  return {
    mean: meanOf(values),
    low: means[Math.floor(0.025 * RESAMPLES)]!,
    high: means[Math.ceil(0.975 * RESAMPLES) - 1]!,
    n,
  };
}
