/**
 * All three samplers are, at each step, linear in the sample x, the network's output o and the predicted clean latents:
 *
 *   x0   = x0FromSample * x + x0FromOutput * o      (clamped to +-clip where a clip is given)
 *   next = fromSample * x + fromOutput * o + fromX0 * x0 + fromLastX0 * (x0 of the step before)
 *
 * So a sampler is a table of these numbers, computed once in double precision, and one loop applies them.
 */
export interface Step {
  /** What the network is told, on the scale of the training timesteps; may be fractional. */
  readonly timestep: number;
  /** The network sees the sample times this. */
  readonly inputScale: number;
  readonly x0FromSample: number;
  readonly x0FromOutput: number;
  readonly clip: number | undefined;
  readonly fromSample: number;
  readonly fromOutput: number;
  readonly fromX0: number;
  /** Zero where there is no step before. */
  readonly fromLastX0: number;
  /** A sample that enters at this step is signal * clean latents + noise * gaussian noise. */
  readonly entry: { readonly signal: number; readonly noise: number };
}

export interface StepResult {
  readonly next: Float32Array;
  /** The predicted clean latents, for the following step and for previews. */
  readonly x0: Float32Array;
}

/** Takes one step; `lastX0` is the `x0` of the step before, if there was one. All arrays have one length. */
export function takeStep(
  step: Step,
  sample: Float32Array,
  output: Float32Array,
  lastX0: Float32Array | undefined,
): StepResult {
  const next = new Float32Array(sample.length);
  const x0 = new Float32Array(sample.length);
  const limit = step.clip ?? Infinity;
  for (let i = 0; i < sample.length; i++) {
    const x = sample[i] ?? 0;
    const o = output[i] ?? 0;
    const clean = Math.min(limit, Math.max(-limit, step.x0FromSample * x + step.x0FromOutput * o));
    x0[i] = clean;
    next[i] = step.fromSample * x + step.fromOutput * o + step.fromX0 * clean + step.fromLastX0 * (lastX0?.[i] ?? 0);
  }
  return { next, x0 };
}

/** The predicted clean latents and noise from x = signal * x0 + noise * e, as factors of the sample and the output. */
export function predictions(
  signal: number,
  noise: number,
  predictionType: 'epsilon' | 'v_prediction',
): { x0FromSample: number; x0FromOutput: number; epsilonFromSample: number; epsilonFromOutput: number } {
  if (predictionType === 'epsilon') {
    return { x0FromSample: 1 / signal, x0FromOutput: -noise / signal, epsilonFromSample: 0, epsilonFromOutput: 1 };
  }
  // v = signal * e - noise * x0, Salimans and Ho, "Progressive Distillation" (2022), appendix D.
  return {
    x0FromSample: signal,
    x0FromOutput: -noise,
    epsilonFromSample: noise,
    epsilonFromOutput: signal,
  };
}
