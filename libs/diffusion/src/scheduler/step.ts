import type { AlphaSchedule } from './alphas.ts';

/**
 * All samplers are, at each step, linear in the sample x, the network's output o, the predicted clean latents of this
 * step and of those before, and fresh gaussian noise:
 *
 *   x0   = x0FromSample * x + x0FromOutput * o      (clamped to +-clip where a clip is given)
 *   x    = the correction's sum, where there is one
 *   next = fromSample * x + fromOutput * o + fromX0 * x0 + fromEarlierX0 * (x0 of the steps before) + fromNoise * noise
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
  readonly clip?: number | undefined;
  readonly correction?: Correction | undefined;
  readonly fromSample: number;
  readonly fromOutput?: number | undefined;
  readonly fromX0: number;
  /** Of the steps before, the last one first; as many as this step looks back. */
  readonly fromEarlierX0?: readonly number[] | undefined;
  /** The standard deviation of the noise that is added; none where a sampler follows an ordinary differential equation. */
  readonly fromNoise?: number | undefined;
  /** A sample that enters at this step is signal * clean latents + noise * gaussian noise. */
  readonly entry: { readonly signal: number; readonly noise: number };
}

/** Makes a sample anew from the one that the step before began with, once the network has seen where it led. */
export interface Correction {
  readonly fromLastSample: number;
  readonly fromX0: number;
  /** As in `Step`. */
  readonly fromEarlierX0: readonly number[];
}

/** What a step needs to know of those before it. */
export interface Past {
  /** The sample that the step before began with. */
  readonly sample: Float32Array;
  /** The clean latents that the steps before predicted, the last one first. */
  readonly x0s: readonly Float32Array[];
}

export interface StepResult {
  readonly next: Float32Array;
  /** The predicted clean latents, for previews. */
  readonly x0: Float32Array;
  /** For the step after this one. */
  readonly past: Past;
}

/** As far as the correction of a sampler of third order looks back. */
const REMEMBERED = 3;

/**
 * Takes one step. All arrays have one length.
 * @param past of the step before, if there was one
 * @param noise standard normal, where the step adds any
 */
export function takeStep(
  step: Step,
  sample: Float32Array,
  output: Float32Array,
  past?: Past,
  noise?: Float32Array,
): StepResult {
  const { clip = Infinity, fromOutput = 0, fromEarlierX0 = [], fromNoise = 0, correction } = step;
  const x0 = sum(sample, step.x0FromSample, [[output, step.x0FromOutput]]);
  if (clip !== Infinity) x0.forEach((value, i) => (x0[i] = Math.min(clip, Math.max(-clip, value))));
  const earlier = (factors: readonly number[]): Term[] => factors.map((factor, i) => [past?.x0s[i], factor]);
  const begin =
    correction === undefined
      ? sample
      : sum(past!.sample, correction.fromLastSample, [[x0, correction.fromX0], ...earlier(correction.fromEarlierX0)]);
  const next = sum(begin, step.fromSample, [
    [output, fromOutput],
    [x0, step.fromX0],
    ...earlier(fromEarlierX0),
    [noise, fromNoise],
  ]);
  return { next, x0, past: { sample: begin, x0s: [x0, ...(past?.x0s ?? [])].slice(0, REMEMBERED) } };
}

type Term = readonly [Float32Array | undefined, number];

/** factor * first + the terms' factors times their values, summed in double precision. */
function sum(first: Float32Array, factor: number, terms: readonly Term[]): Float32Array {
  const used = terms.filter((term): term is readonly [Float32Array, number] => term[1] !== 0);
  return first.map((value, i) => {
    let result = factor * value;
    for (const [values, share] of used) result += share * values[i]!;
    return result;
  });
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

/** What a step does with the clean latents, which it finds as the model's prediction says. */
type Advance = Omit<Step, 'timestep' | 'inputScale' | 'x0FromSample' | 'x0FromOutput' | 'entry'>;

/** The step of a sampler whose samples have unit variance. */
export function stepAt(
  timestep: number,
  signal: number,
  noise: number,
  { predictionType }: AlphaSchedule,
  advance: Advance,
): Step {
  const { x0FromSample, x0FromOutput } = predictions(signal, noise, predictionType);
  return { timestep, inputScale: 1, x0FromSample, x0FromOutput, entry: { signal, noise }, ...advance };
}
