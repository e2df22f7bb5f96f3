/**
 * AdamW (Loshchilov and Hutter, "Decoupled weight decay regularization") with the semantics and default names of
 * `torch.optim.AdamW`, on plain Float32Arrays. The state is data: whoever saves it can go on exactly.
 */
export interface AdamWOptions {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}

export interface AdamWState {
  /** First moment, the shape of the parameter. */
  readonly m: Float32Array;
  /** Second moment. */
  readonly v: Float32Array;
}

export const ADAMW_DEFAULTS = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 } as const;

export const newAdamWState = (size: number): AdamWState => ({ m: new Float32Array(size), v: new Float32Array(size) });

/** One update in place. `step` counts from 1 and is the number of updates including this one. */
export function adamwUpdate(
  parameter: Float32Array,
  gradient: Float32Array,
  state: AdamWState,
  step: number,
  options: AdamWOptions,
): void {
  const { learningRate, beta1, beta2, epsilon, weightDecay } = options;
  const stepSize = learningRate / (1 - beta1 ** step);
  const rootCorrection = Math.sqrt(1 - beta2 ** step);
  const { m, v } = state;
  for (let i = 0; i < parameter.length; i++) {
    const g = gradient[i]!;
    m[i] = beta1 * m[i]! + (1 - beta1) * g;
    v[i] = beta2 * v[i]! + (1 - beta2) * g * g;
    const decayed = parameter[i]! * (1 - learningRate * weightDecay);
    parameter[i] = decayed - (stepSize * m[i]!) / (Math.sqrt(v[i]!) / rootCorrection + epsilon);
  }
}
