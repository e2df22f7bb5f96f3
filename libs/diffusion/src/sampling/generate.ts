import {
  describeBounds,
  isWithin,
  SAMPLING_BOUNDS,
  SAMPLING_DEFAULTS,
  type SamplingPreset,
  type SchedulerName,
} from '@facet/base';
import type { DiffusionModel, SchedulerConfig, Tensor } from '../types.ts';
import { requireRows } from '../memory/fit-rows.ts';
import { createScheduler } from '../scheduler/scheduler.ts';
import { denoise, type Noise, type Start } from './denoise.ts';
import { SamplingError } from './errors.ts';
import type { Guidance } from './guidance.ts';
import { checkSeed, noiseSource } from './noise.ts';
import { samplingFor } from './sampling-for.ts';
import { checkPlan, uniformPlan, type ConditioningPlan } from './plan.ts';
import { encodeNegative, encodePrompt } from './prompts.ts';
import { latentSize, type LatentSize } from './size.ts';

/** How many pictures to draw at once on a device: more than one only costs memory on a CPU. */
export const picturesAtOnce = (device: DiffusionModel['device']): number => (device === 'cpu' ? 1 : 4);

/**
 * A model's scheduler settings as its pipeline in diffusers has them. StableDiffusionPipeline overrides two whatever the file says,
 * since latents are not bounded by 1; StableDiffusionXLPipeline takes the file as it is.
 */
export const pipelineSettings = ({
  family,
  schedulerConfig,
}: Pick<DiffusionModel, 'family' | 'schedulerConfig'>): SchedulerConfig =>
  family === 'sdxl' ? schedulerConfig : { ...schedulerConfig, steps_offset: 1, clip_sample: false };

export interface GenerateProgress {
  /** Steps taken over all pictures' batches, from 1 to `of`. */
  readonly step: number;
  readonly of: number;
  /** The seeds of the pictures that this step drew. */
  readonly seeds: readonly number[];
  /** Decodes the clean pictures as predicted at this step, `[n, 3, H, W]` in [-1, 1]; costs a run of the decoder. */
  preview(): Promise<Tensor>;
}

export interface GenerateOptions {
  /** A prompt for every layer and stage, or a plan that gives each its own. */
  readonly prompt: string | ConditioningPlan;
  /** What to move away from; default the empty prompt. Unused where guidance is 1. */
  readonly negativePrompt?: string;
  /** One picture per seed, whole numbers from 0 to 2^32 - 1. */
  readonly seeds: readonly number[];
  /** Default 25, or what a distilled model wants; so are guidance and scheduler. */
  readonly steps?: number;
  /** Classifier-free guidance scale, 1 is none; default 7. */
  readonly guidance?: number;
  /** Default dpm-solver++. */
  readonly scheduler?: SchedulerName;
  /** Pixels; default the size the model was trained on. */
  readonly width?: number;
  readonly height?: number;
  /** A picture to begin from instead of noise: `[1, 3, H, W]` in [-1, 1], the size of the result. */
  readonly start?: { readonly picture: Tensor; readonly strength: number };
  /** Pictures drawn at once; default `picturesAtOnce`. */
  readonly batchSize?: number;
  readonly onStep?: (progress: GenerateProgress) => void | Promise<void>;
  readonly signal?: AbortSignal;
}

export interface GenerateResult {
  /** `[n, 3, H, W]` in [-1, 1], in the order of the seeds. */
  readonly pictures: Tensor;
  /** `[n, latentChannels, h, w]` */
  readonly latents: Tensor;
}

function requireThat(isRight: boolean, message: string): void {
  if (!isRight) throw new SamplingError('bad-option', message);
}

function checkOptions(options: GenerateOptions, guidance: number, batchSize: number, steps: number): void {
  requireThat(options.seeds.length > 0, 'No seed was given; each picture needs one.');
  options.seeds.forEach(checkSeed);
  requireThat(
    isWithin(guidance, SAMPLING_BOUNDS.guidance),
    `The guidance ${guidance} is not ${describeBounds(SAMPLING_BOUNDS.guidance)} (1 is none).`,
  );
  requireThat(
    Number.isInteger(batchSize) && batchSize > 0,
    `The batch size ${batchSize} is not a positive whole number.`,
  );
  const strength = options.start?.strength ?? 1;
  requireThat(
    strength <= 1 && strength * steps >= 1,
    `The strength ${strength} of ${steps} steps is not from 1 step (${1 / steps}) to all of them (1).`,
  );
}

/** Each picture's noise comes from its own seed, whatever is drawn with it. */
function noiseFor(seeds: readonly number[], channels: number, size: LatentSize): Noise {
  const one = channels * size.height * size.width;
  const sources = seeds.map(noiseSource);
  return {
    dims: [seeds.length, channels, size.height, size.width],
    draw() {
      const data = new Float32Array(seeds.length * one);
      sources.forEach((source, i) => data.set(source(one), i * one));
      return data;
    },
  };
}

/** Copies a `[1, ...]` tensor n times along its first dimension. */
function repeat(tensor: Tensor, count: number): Tensor {
  const data = new Float32Array(count * tensor.data.length);
  for (let i = 0; i < count; i++) data.set(tensor.data, i * tensor.data.length);
  return { data, dims: [count, ...tensor.dims.slice(1)] };
}

function concatenate(parts: readonly Tensor[]): Tensor {
  const data = new Float32Array(parts.reduce((sum, part) => sum + part.data.length, 0));
  let offset = 0;
  for (const part of parts) {
    data.set(part.data, offset);
    offset += part.data.length;
  }
  const count = parts.reduce((sum, part) => sum + (part.dims[0] ?? 0), 0);
  return { data, dims: [count, ...(parts[0]?.dims.slice(1) ?? [])] };
}

/** Splits into as few batches as the limit allows, of sizes as equal as possible: fewer shapes, fewer sessions. */
function batches<T>(items: readonly T[], limit: number): T[][] {
  const size = Math.ceil(items.length / Math.ceil(items.length / limit));
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

async function startLatents(
  model: DiffusionModel,
  options: GenerateOptions,
  size: LatentSize,
): Promise<Tensor | undefined> {
  if (options.start === undefined) return undefined;
  const { dims } = options.start.picture;
  const [wide, high] = [size.width * model.vaeScale, size.height * model.vaeScale];
  if (dims.length !== 4 || dims[0] !== 1 || dims[1] !== 3 || dims[2] !== high || dims[3] !== wide) {
    throw new SamplingError(
      'bad-size',
      `The picture to start from has the shape [${dims.join(', ')}]; the result needs [1, 3, ${high}, ${wide}].`,
    );
  }
  return model.encodeImage(options.start.picture);
}

/**
 * Draws one picture per seed.
 *
 * @throws SamplingError, SchedulerError, TokenizerError, and the model's own errors. `cancelled` comes within one step
 *   of the signal; nothing is returned then.
 */
export async function generate(model: DiffusionModel, options: GenerateOptions): Promise<GenerateResult> {
  const { prompt, negativePrompt = '', seeds, onStep, signal } = options;
  const usual = samplingFor(model, SAMPLING_DEFAULTS as SamplingPreset);
  const scale = options.guidance ?? usual.guidance;
  const batchSize = options.batchSize ?? picturesAtOnce(model.device);
  const steps = options.steps ?? usual.steps;
  checkOptions(options, scale, batchSize, steps);
  const size = latentSize(model, options.width, options.height);
  const name = options.scheduler ?? usual.scheduler;
  const scheduler = createScheduler(name, pipelineSettings(model), steps);

  const plan =
    typeof prompt === 'string' ? uniformPlan(await encodePrompt(model, prompt), model.layers.length) : prompt;
  checkPlan(plan, model);
  const drawing = plan.weights ? model.withWeights(plan.weights) : model;
  const negative = scale === 1 ? undefined : await encodeNegative(model, negativePrompt);
  const guidance: Guidance = { plan, negative, scale };
  const groups = batches(seeds, batchSize);
  const rowsTogether = negative ? 2 : 1;
  const rows = rowsTogether * Math.max(...groups.map((group) => group.length));
  const what = `Drawing at ${size.width * model.vaeScale} x ${size.height * model.vaeScale} pixels`;
  await requireRows(drawing, { kind: 'draw', rows, ...size }, { what, rowsTogether });
  const clean = await startLatents(model, options, size);

  const latents: Tensor[] = [];
  const pictures: Tensor[] = [];
  for (const [done, group] of groups.entries()) {
    const start: Start | undefined =
      clean && options.start ? { latents: repeat(clean, group.length), strength: options.start.strength } : undefined;
    const result = await denoise(drawing, {
      scheduler,
      guidance,
      noise: noiseFor(group, model.latentChannels, size),
      start,
      signal,
      onStep: ({ step, of, predicted }) =>
        onStep?.({
          step: done * of + step,
          of: groups.length * of,
          seeds: group,
          preview: () => model.decodeLatents(predicted),
        }),
    });
    latents.push(result);
    pictures.push(await model.decodeLatents(result));
  }
  return { latents: concatenate(latents), pictures: concatenate(pictures) };
}
