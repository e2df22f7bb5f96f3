import type { AlphaSchedule } from '@facet/diffusion';

/** A noised picture and what the U-Net should predict for it. */
export interface NoisedCopy {
  /** z_t `[channels * h * w]` */
  readonly noised: Float32Array;
  /** The noise, or v. */
  readonly target: Float32Array;
}

/**
 * z_t = sqrt(a_t) z_0 + sqrt(1 - a_t) e, target e or v = sqrt(a_t) e - sqrt(1 - a_t) z_0 (Salimans and Ho, "Progressive
 * Distillation", 2022).
 */
export function noisedCopy(
  clean: Float32Array,
  noise: Float32Array,
  timestep: number,
  { alphasCumprod, predictionType }: AlphaSchedule,
): NoisedCopy {
  const alpha = alphasCumprod[timestep]!;
  const [signal, spread] = [Math.sqrt(alpha), Math.sqrt(1 - alpha)];
  const noised = noise.map((value, i) => signal * clean[i]! + spread * value);
  const target = predictionType === 'epsilon' ? noise : noise.map((value, i) => signal * value - spread * clean[i]!);
  return { noised, target };
}
