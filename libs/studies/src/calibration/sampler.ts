import {
  createScheduler,
  encodePrompt,
  gaussianNoise,
  SamplingError,
  takeStep,
  type DiffusionModel,
  type Past,
  type Tensor,
} from '@facet/diffusion';
import { CALIBRATION_SAMPLING } from '../sampling.ts';

/** A picture whose layers see one of two prompts, step by step. */
export interface TwoPromptPicture {
  readonly seed: number;
  /** Encoded prompts `[contextLength, hiddenWidth]`: the one that stands everywhere else, and the one in the cells. */
  readonly old: Float32Array;
  readonly next: Float32Array;
  /** `[step][layer]`: whether the layer sees `next`. */
  readonly cells: readonly (readonly boolean[])[];
}

/**
 * Draws pictures of different prompts and cells together: `generate` takes one plan a call, and a calibration has
 * thousands of plans with one picture each. Sampling is that of the evaluation.
 */
export class TwoPromptSampler {
  readonly #model: DiffusionModel;
  readonly #scheduler;
  #negative: Promise<Float32Array> | undefined;

  constructor(model: DiffusionModel) {
    this.#model = model;
    // The same two settings that `generate` overrides, as diffusers' pipeline does.
    const settings = { ...model.schedulerConfig, steps_offset: 1, clip_sample: false };
    this.#scheduler = createScheduler(CALIBRATION_SAMPLING.scheduler, settings, CALIBRATION_SAMPLING.steps);
  }

  /** The timesteps that the sampler visits, from noise to picture. */
  get timesteps(): number[] {
    return this.#scheduler.steps.map(({ timestep }) => timestep);
  }

  /**
   * `[n, 3, height, width]` in [-1, 1], in the given order.
   * @throws SamplingError `cancelled` within one step of the signal
   */
  async draw(pictures: readonly TwoPromptPicture[], signal?: AbortSignal): Promise<Tensor> {
    const model = this.#model;
    this.#negative ??= encodePrompt(model, '');
    const negative = await this.#negative;
    const count = pictures.length;
    const side = model.defaultLatentSize;
    const size = model.latentChannels * side * side;
    const dims = [count, model.latentChannels, side, side];
    let sample = new Float32Array(count * size);
    pictures.forEach(({ seed }, i) => sample.set(gaussianNoise(seed, size), i * size));
    sample = sample.map((value) => value * this.#scheduler.initialNoise);
    const stacks = new Map<string, Float32Array>();
    let past: Past | undefined;
    for (const [at, step] of this.#scheduler.steps.entries()) {
      if (signal?.aborted)
        throw new SamplingError('cancelled', 'The calibration was cancelled.', { cause: signal.reason });
      const contexts = model.layers.map(({ index }) => stackOf(pictures, negative, at, index, stacks));
      const input = sample.map((value) => value * step.inputScale);
      const doubled = new Float32Array(2 * input.length);
      doubled.set(input);
      doubled.set(input, input.length);
      const latents = { data: doubled, dims: [2 * count, ...dims.slice(1)] };
      const both = await model.predict(
        latents,
        Array.from({ length: 2 * count }, () => step.timestep),
        contexts,
      );
      const output = input.map(
        (_, i) => both[i]! + CALIBRATION_SAMPLING.guidance * (both[input.length + i]! - both[i]!),
      );
      const taken = takeStep(step, sample, output, past);
      [sample, past] = [new Float32Array(taken.next), taken.past];
    }
    return model.decodeLatents({ data: sample, dims });
  }
}

/** `[2 n, contextLength, hiddenWidth]`: the negative prompt n times, then what each picture's layer sees. */
function stackOf(
  pictures: readonly TwoPromptPicture[],
  negative: Float32Array,
  step: number,
  layer: number,
  known: Map<string, Float32Array>,
): Float32Array {
  const sees = pictures.map(({ cells }) => cells[step]![layer]!);
  const key = sees.map(Number).join('');
  const found = known.get(key);
  if (found !== undefined) return found;
  const rows = [...pictures.map(() => negative), ...pictures.map(({ old, next }, i) => (sees[i] ? next : old))];
  const stack = new Float32Array(rows.length * negative.length);
  rows.forEach((row, i) => stack.set(row, i * negative.length));
  known.set(key, stack);
  return stack;
}
