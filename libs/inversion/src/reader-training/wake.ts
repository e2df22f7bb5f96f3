import { ATTRIBUTES } from '@facet/base';
import { readAlphaSchedule, type AlphaSchedule, type DiffusionModel } from '@facet/diffusion';
import { onlyPrompt } from './prompt.ts';
import type { PromptPlan } from '../plan/plan.ts';
import { noisedCopy } from '../probe/noised-copy.ts';
import { normals, stratifiedTimesteps, STREAM } from '../random/draws.ts';
import { ReaderSession } from '../reader/session.ts';
import { PromptBatch } from '../run/prompt-batch.ts';
import { runUNet, type UNetSample } from '../run/unet-pass.ts';
import { VIEWS, type SeenPicture } from './pictures.ts';
import { addRegression, blur, choices, placeOf } from './regression.ts';
import type { Sample } from './samples.ts';
import { takeReaderStep, type ReaderState } from './state.ts';

/** Samples of the model in a step, for each real picture, and what their loss weighs beside the denoising. */
const REPLAYED = 3;
const REPLAY_WEIGHT = 0.3;

const BLUR = 0.1;
const RATE = { learningRate: 2e-3, warmUp: 30, weightDecay: 0, clip: 1 };

/** Share of the schedule below which nothing is denoised: there a picture's grain is decided, which no token says. */
const LEAST_NOISE = 0.2;

export interface WakeOptions {
  readonly steps: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly wordLength: number;
  /** Pictures in a pass of the U-Net. */
  readonly samplesPerPass: number;
}

export interface WakeLosses {
  readonly denoising: number;
  readonly replay: number;
}

/**
 * Goes on with real pictures by the frozen model's denoising loss. What keeps each token to its own: in each picture one of them
 * learns, in turns, beside the reader's own other three, which are held; what does not say colors is read off a view in other
 * colors; and the model's samples are replayed, whose tokens are known.
 */
export async function waker(
  model: DiffusionModel,
  plan: PromptPlan,
  state: ReaderState,
  data: { readonly samples: readonly Sample[]; readonly pictures: readonly SeenPicture[] },
  options: WakeOptions,
): Promise<{ step: () => Promise<WakeLosses>; close: () => Promise<void> }> {
  const { batchSize, seed, wordLength, steps } = options;
  const rows = batchSize * (1 + REPLAYED);
  const session = await ReaderSession.open(state.size, rows);
  const schedule = readAlphaSchedule(model.schedulerConfig);
  return {
    close: () => session.close(),
    async step() {
      const { step } = state;
      const pictures = choices(seed, step, STREAM.readerChoice, batchSize, data.pictures.length).map(
        (at) => data.pictures[at]!,
      );
      const replayed = choices(seed, step, STREAM.readerReplay, rows - batchSize, data.samples.length).map(
        (at) => data.samples[at]!,
      );
      const features = featuresOf(pictures, replayed, state, seed);
      blur(features, state, BLUR, seed, step);
      const tokens = await session.read(state.weights, features);
      const cotangent = new Float32Array(tokens.length);
      const denoising = await addDenoising(model, plan, schedule, { pictures, tokens, cotangent, rows, step, options });
      const truths = replayed.map((sample) => sample.tokens);
      const place = { rows, firstRow: batchSize, wordLength, weight: REPLAY_WEIGHT };
      const replay = addRegression(tokens, cotangent, truths, place);
      takeReaderStep(state, await session.gradient(state.weights, features, cotangent), { ...RATE, steps });
      return { denoising, replay };
    },
  };
}

/** `[4, rows, features]`: of a picture for color what is seen of itself, for the others of one of its views. */
function featuresOf(
  pictures: readonly SeenPicture[],
  replayed: readonly Sample[],
  { size, step }: ReaderState,
  seed: number,
): Float32Array {
  const length = size.features;
  const rows = pictures.length + replayed.length;
  const out = new Float32Array(ATTRIBUTES.length * rows * length);
  const views = choices(seed, step, STREAM.readerView, pictures.length, VIEWS);
  ATTRIBUTES.forEach((attribute, slot) => {
    pictures.forEach((picture, row) => {
      const view = picture.views.subarray(views[row]! * length, (views[row]! + 1) * length);
      out.set(attribute === 'color' ? picture.features : view, placeOf(slot, row, rows, length));
    });
    replayed.forEach((sample, i) => out.set(sample.features, placeOf(slot, pictures.length + i, rows, length)));
  });
  return out;
}

const slotOf = (name: string): number => ATTRIBUTES.findIndex((attribute) => attribute === name);

interface DenoisingStep {
  readonly pictures: readonly SeenPicture[];
  /** `[4, rows, width]`, and their gradient. */
  readonly tokens: Float32Array;
  readonly cotangent: Float32Array;
  readonly rows: number;
  readonly step: number;
  readonly options: WakeOptions;
}

/** The mean denoising loss of the pictures under their tokens; its gradient is added to the one token of each whose turn it is. */
export async function addDenoising(
  model: DiffusionModel,
  plan: PromptPlan,
  schedule: AlphaSchedule,
  { pictures, tokens, cotangent, rows, step, options }: DenoisingStep,
): Promise<number> {
  const { seed, samplesPerPass } = options;
  const width = model.embeddingWidth;
  const turns = choices(seed, step, STREAM.readerTurn, pictures.length, ATTRIBUTES.length);
  const prompts = new PromptBatch(model);
  const at = (data: Float32Array, slot: number, row: number): Float32Array => {
    const start = placeOf(slot, row, rows, width);
    return data.subarray(start, start + width);
  };
  // Each picture has a prompt of its own: they have the same words, and other vectors.
  pictures.forEach((_, row) => prompts.add({ ...onlyPrompt(plan) }, (name) => at(tokens, slotOf(name), row)));
  await prompts.encode();
  const samples = noisedSamples(model, plan, schedule, { pictures, step, seed });
  const layers = model.layers.map(({ index }) => index);
  const losses = await runUNet(model, samples, prompts, layers, samplesPerPass, undefined);
  const held = new Float32Array(width);
  await prompts.backward((row) => (name) => (slotOf(name) === turns[row] ? at(cotangent, turns[row]!, row) : held));
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

function noisedSamples(
  model: DiffusionModel,
  plan: PromptPlan,
  schedule: AlphaSchedule,
  { pictures, step, seed }: { readonly pictures: readonly SeenPicture[]; readonly step: number; readonly seed: number },
): UNetSample[] {
  const side = model.defaultLatentSize;
  const shape = [model.latentChannels, side, side];
  const size = pictures[0]!.latents.length;
  const count = schedule.alphasCumprod.length;
  const least = Math.round(LEAST_NOISE * count);
  const timesteps = stratifiedTimesteps(seed, step, pictures.length, least, count, STREAM.readerTimestep);
  const noise = normals(seed, step, STREAM.readerNoise, pictures.length * size);
  return pictures.map(({ latents }, row) => ({
    ...noisedCopy(latents, noise.subarray(row * size, (row + 1) * size), timesteps[row]!, schedule),
    term: 'reconstruction',
    share: 1 / pictures.length,
    weight: 1 / pictures.length,
    plan,
    timestep: timesteps[row]!,
    shape,
    rows: model.layers.map(() => row),
    pooledRow: model.pooledWidth === undefined ? undefined : row,
  }));
}
