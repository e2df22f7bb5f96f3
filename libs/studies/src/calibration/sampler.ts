import {
  createScheduler,
  encodeNegative,
  gaussianNoise,
  pipelineSettings,
  SamplingError,
  takeStep,
  type DiffusionModel,
  type EncodedPrompt,
  type Past,
  type Tensor,
} from '@facet/diffusion';
import { CALIBRATION_SAMPLING } from '../sampling.ts';

/** A picture whose layers see one of two prompts, step by step. */
export interface TwoPromptPicture {
  readonly seed: number;
  /** The prompt that stands everywhere else, and the one in the cells. */
  readonly old: EncodedPrompt;
  readonly next: EncodedPrompt;
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
  #negative: Promise<EncodedPrompt> | undefined;

  constructor(model: DiffusionModel) {
    this.#model = model;
    const { scheduler, steps } = CALIBRATION_SAMPLING;
    this.#scheduler = createScheduler(scheduler, pipelineSettings(model), steps);
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
    this.#negative ??= encodeNegative(model, '');
    const negative = await this.#negative;
    const count = pictures.length;
    const side = model.defaultLatentSize;
    const size = model.latentChannels * side * side;
    const dims = [count, model.latentChannels, side, side];
    let sample = new Float32Array(count * size);
    pictures.forEach(({ seed }, i) => sample.set(gaussianNoise(seed, size), i * size));
    sample = sample.map((value) => value * this.#scheduler.initialNoise);
    const stacks = new Map<string, Float32Array>();
    const pooledStacks = new Map<string, Float32Array>();
    let past: Past | undefined;
    for (const [at, step] of this.#scheduler.steps.entries()) {
      if (signal?.aborted)
        throw new SamplingError('cancelled', 'The calibration was cancelled.', { cause: signal.reason });
      const contexts = model.layers.map(({ index }) =>
        stackOf(pictures, negative, (cells) => cells[at]![index]!, stacks),
      );
      const pooled =
        model.pooledWidth === undefined
          ? undefined
          : stackOf(pictures, negative, (cells) => cells[at]!.includes(true), pooledStacks, 'pooled');
      const input = sample.map((value) => value * step.inputScale);
      const doubled = new Float32Array(2 * input.length);
      doubled.set(input);
      doubled.set(input, input.length);
      const latents = { data: doubled, dims: [2 * count, ...dims.slice(1)] };
      const both = await model.predict(
        latents,
        Array.from({ length: 2 * count }, () => step.timestep),
        contexts,
        pooled,
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

/** Of the negative prompt n times, then of the prompt that each picture has there: what layers read, or the pooled vectors. */
function stackOf(
  pictures: readonly TwoPromptPicture[],
  negative: EncodedPrompt,
  hasNext: (cells: TwoPromptPicture['cells']) => boolean,
  known: Map<string, Float32Array>,
  what: keyof EncodedPrompt = 'hidden',
): Float32Array {
  const sees = pictures.map(({ cells }) => hasNext(cells));
  const key = sees.map(Number).join('');
  const found = known.get(key);
  if (found !== undefined) return found;
  const prompts = [...pictures.map(() => negative), ...pictures.map(({ old, next }, i) => (sees[i] ? next : old))];
  const rows = prompts.map((prompt) => prompt[what]!);
  const stack = new Float32Array(rows.length * rows[0]!.length);
  rows.forEach((row, i) => stack.set(row, i * row.length));
  known.set(key, stack);
  return stack;
}
