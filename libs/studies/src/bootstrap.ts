import { STREAM, uniforms } from '@facet/inversion';

export interface Interval {
  readonly mean: number;
  /** Bounds of the 95 % percentile interval. */
  readonly low: number;
  readonly high: number;
  /** Units that were drawn from. */
  readonly n: number;
}

const RESAMPLES = 2000;

/** The last drawn units of all resamples, `[RESAMPLES * n]`: the figures of one report share n, and drawing costs most. */
let drawn: { readonly seed: number; readonly n: number; readonly units: Uint32Array } | undefined;

function drawUnits(seed: number, n: number): Uint32Array {
  if (drawn?.seed === seed && drawn.n === n) return drawn.units;
  const units = new Uint32Array(RESAMPLES * n);
  for (let round = 0; round < RESAMPLES; round++) {
    const u = uniforms(seed, round, STREAM.bootstrap, n);
    for (let i = 0; i < n; i++) units[round * n + i] = Math.floor(u[i]! * n);
  }
  drawn = { seed, n, units };
  return units;
}

/**
 * Mean with a 95 % percentile bootstrap interval (Efron). `values` has one number per independent unit, so pictures of
 * one reference must be averaged before. Deterministic.
 */
export function bootstrapMean(values: readonly number[], seed = 0): Interval {
  const n = values.length;
  if (n === 0) return { mean: NaN, low: NaN, high: NaN, n };
  const units = drawUnits(seed, n);
  const means = new Float64Array(RESAMPLES);
  for (let round = 0; round < RESAMPLES; round++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += values[units[round * n + i]!]!;
    means[round] = sum / n;
  }
  means.sort();
  return {
    mean: values.reduce((sum, value) => sum + value, 0) / n,
    low: means[Math.floor(0.025 * RESAMPLES)]!,
    high: means[Math.ceil(0.975 * RESAMPLES) - 1]!,
    n,
  };
}
