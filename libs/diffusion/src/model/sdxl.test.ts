import type { SchedulerName } from '@facet/base';
import {
  checkpointContents,
  goldenOf,
  numbersOf,
  partContents,
  recipeOf,
  replaced,
  writeFolder,
  writeTensors,
} from '@facet/models/testing';
import { readSafetensors } from '@facet/safetensors';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { relativeError } from '../../test/golden-models.ts';
import { denoise } from '../sampling/denoise.ts';
import { generate, pipelineSettings } from '../sampling/generate.ts';
import { uniformPlan } from '../sampling/plan.ts';
import { encodeNegative, encodePrompt } from '../sampling/prompts.ts';
import { createScheduler } from '../scheduler/scheduler.ts';
import type { DiffusionModel, LoadOptions, Tensor } from '../types.ts';
import { loadModel } from './load.ts';

const ERROR_MAX = 1e-5;
/** With contexts of zeros one call of this U-Net in PyTorch's float32 is 1e-5 from the same in float64, which guidance then multiplies. */
const ZEROS_ERROR_MAX = 5e-5;

/** What tools/golden/sdxl_pipeline.py asked of diffusers. */
const PROMPT = 'a photo of a cat';
const NEGATIVE = 'blurry';
const SCHEDULERS = ['ddim', 'dpm-solver++', 'euler'] as const;
const STEPS = 6;
const GUIDANCE = 5;
const CELLS = 8;
const CAT = 5;

const path = join(import.meta.dirname, '../../test/golden/sdxl-pipeline.safetensors');
const golden = readSafetensors(readFileSync(path), path).tensors;
const expected = (name: string): Float32Array => golden.get(name)!.data;

const temporary = mkdtempSync(join(tmpdir(), 'facet-sdxl-'));
const options: LoadOptions = { device: 'cpu', threads: 1, cacheDirectory: join(temporary, 'cache') };
const checkpoint = join(temporary, 'xl.safetensors');
let model: DiffusionModel;

beforeAll(async () => {
  writeTensors(checkpoint, checkpointContents('sdxl'));
  model = await loadModel(checkpoint, options);
});
afterAll(async () => {
  await model.close();
  rmSync(temporary, { recursive: true });
});

const tensor = (name: string, dims: readonly number[]): Tensor => ({
  data: numbersOf(
    name,
    dims.reduce((product, dim) => product * dim, 1),
  ),
  dims,
});

const repeated = (row: Float32Array, count: number): Float32Array => {
  const all = new Float32Array(count * row.length);
  for (let at = 0; at < count; at++) all.set(row, at * row.length);
  return all;
};

async function latentsOf(scheduler: SchedulerName, negative: string, steps: number): Promise<Tensor> {
  return denoise(model, {
    scheduler: createScheduler(scheduler, pipelineSettings(model), steps),
    guidance: {
      plan: uniformPlan(await encodePrompt(model, PROMPT), model.layers.length),
      negative: await encodeNegative(model, negative),
      scale: GUIDANCE,
    },
    noise: { dims: [1, 4, CELLS, CELLS], draw: () => tensor('noise', [1, 4, CELLS, CELLS]).data },
  });
}

/** CLIP's eye of the sd1 model, which brings pictures into a space of `rows` times its width: the same vector as often. */
function writeImageEncoder(folder: string, rows: number): void {
  const { config } = recipeOf('sd1').parts['image_encoder']!;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...config, projection_dim: 64 * rows }));
  const contents = replaced(partContents('sd1', 'image_encoder'), 'visual_projection.weight', ({ shape, data }) => ({
    shape: [shape[0]! * rows, shape[1]!],
    data: () => repeated(data!(), rows),
  }));
  writeTensors(join(folder, 'model.safetensors'), contents);
}

const unit = (vector: Float32Array): Float32Array => {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
};

/** What CLIP's preprocessor takes off the channels of a picture, and divides them by; and the channel of a number of a 32 pixel one. */
const MEAN = [0.48145466, 0.4578275, 0.40821073];
const STD = [0.26862954, 0.26130258, 0.27577711];
const channelOf = (at: number): number => Math.floor(at / 32 ** 2) % 3;

describe('an image encoder beside Stable Diffusion XL', () => {
  const side = join(temporary, 'seeing');
  beforeAll(() => writeTensors(`${side}.safetensors`, checkpointContents('sdxl')));

  it("of the second text encoder's space sees pictures as transformers does, beside the text vectors of diffusers", async () => {
    writeImageEncoder(join(side, 'image_encoder'), 3);
    const seeing = await loadModel(`${side}.safetensors`, options);
    expect(seeing).toMatchObject({ hasImageEncoder: true, notes: model.notes });
    const ids = seeing.tokenizer.encode(PROMPT).ids;
    const [text] = await seeing.textEmbedding([ids]);
    expect(relativeError(text!, unit(expected('pooled')))).toBeLessThan(ERROR_MAX);
    // What transformers was given are pixels as CLIP's preprocessor makes them.
    const pixels = tensor('pixels', [2, 3, 32, 32]);
    const rgb = pixels.data.map((value, at) => 2 * (value * STD[channelOf(at)]! + MEAN[channelOf(at)]!) - 1);
    const [first] = await seeing.imageEmbedding({ data: rgb, dims: pixels.dims });
    const seen = goldenOf('sd1')('image_embeds').data.slice(0, 64);
    expect(relativeError(first!, unit(repeated(seen, 3)))).toBeLessThan(ERROR_MAX);
    const [[similarity]] = (await seeing.textImageSimilarity({ data: rgb, dims: pixels.dims }, [ids])) as [[number]];
    expect(similarity).toBeCloseTo(
      text!.reduce((sum, value, at) => sum + value * first![at]!, 0),
      6,
    );
    await seeing.close();
  });

  it('of another space is not used, and the notes say which one is', async () => {
    writeImageEncoder(join(side, 'image_encoder'), 1);
    const blind = await loadModel(`${side}.safetensors`, options);
    expect(blind.hasImageEncoder).toBe(false);
    expect(blind.notes.join(' ')).toMatch(/image_encoder is not used: .* into 64 numbers, .* into 192\. .*ViT-bigG-14/);
    await blind.close();
  });
});

describe('Stable Diffusion XL', () => {
  it('has seventy layers, and tokens of a vector for each text encoder', () => {
    expect(model.layers.map(({ name }) => name)).toEqual(recipeOf('sdxl').layers);
    expect(new Set(model.layers.map(({ group }) => group))).toEqual(new Set(['moderate', 'coarse']));
    expect(model).toMatchObject({
      family: 'sdxl',
      embeddingWidths: [128, 192],
      embeddingWidth: 320,
      hiddenWidth: 320,
      pooledWidth: 192,
      emptyNegative: 'zeros',
      latentMultiple: 4,
      scalingFactor: 0.13025,
    });
    expect(model.layers).toHaveLength(70);
    expect(model.tokenEmbedding(320)).toHaveLength(320);
  });

  it('encodes a prompt as both encoders of diffusers do, each with its own padding', async () => {
    const { hidden, pooled } = await encodePrompt(model, PROMPT);
    expect(relativeError(hidden, expected('hidden'))).toBeLessThan(ERROR_MAX);
    expect(relativeError(pooled!, expected('pooled'))).toBeLessThan(ERROR_MAX);
  });

  it('pools at the end of the prompt, also behind places of learned vectors', async () => {
    const word = model.tokenizer.encode(PROMPT);
    const marked = model.tokenizer.encode('a photo of a {object}', ['{object}']);
    const embeds = model.embed([marked.ids]);
    embeds.set(model.tokenEmbedding(word.ids[CAT]!), CAT * model.embeddingWidth);
    expect(embeds).toEqual(model.embed([word.ids]));
  });

  it('predicts what diffusers predicts for a picture of this size', async () => {
    const { hidden, pooled } = await encodePrompt(model, PROMPT);
    const { data } = tensor('latents', [2, 4, CELLS, CELLS]);
    const latents = { data: data.slice(0, data.length / 2), dims: [1, 4, CELLS, CELLS] };
    const contexts = model.layers.map(() => hidden);
    const prediction = await model.predict(latents, [501], contexts, pooled);
    expect(relativeError(prediction, expected('out_sample'))).toBeLessThan(ERROR_MAX);
  });

  it.each(SCHEDULERS)('draws the latents that diffusers draws with guidance, by %s', async (scheduler) => {
    const latents = await latentsOf(scheduler, NEGATIVE, STEPS);
    expect(relativeError(latents.data, expected(`latents-${scheduler}`))).toBeLessThan(ERROR_MAX);
    if (scheduler !== 'euler') return;
    const picture = await model.decodeLatents(latents);
    expect(relativeError(picture.data, expected('picture'))).toBeLessThan(ERROR_MAX);
  });

  it.each(SCHEDULERS)(
    'takes zeros for an empty negative prompt, as diffusers where there is none, by %s',
    async (scheduler) => {
      const latents = await latentsOf(scheduler, '', 2);
      expect(relativeError(latents.data, expected(`latents-${scheduler}-empty`))).toBeLessThan(ZEROS_ERROR_MAX);
    },
  );

  it('gives the gradient of both vectors of a token, by layers and by the pooled vector, as PyTorch does', async () => {
    const { ids, length } = model.tokenizer.encode(PROMPT);
    const embeds = model.embed([ids]);
    const token = [...numbersOf('token_l', 128), ...numbersOf('token_g', 192)].map((value) => value * 0.5);
    embeds.set(token, CAT * model.embeddingWidth);
    const { hidden, pooled } = await model.encodeText(embeds, [length - 1]);
    const contexts = model.layers.map(() => repeated(hidden, 2));
    const { gradContexts, gradPooled } = await model.lossGradient({
      latents: tensor('latents', [2, 4, CELLS, CELLS]),
      timesteps: [999, 20.5],
      contexts,
      pooled: repeated(pooled!, 2),
      target: tensor('target', [2, 4, CELLS, CELLS]).data,
      sampleWeights: [1, 0.5],
      wantsPooled: true,
    });
    const cotangent = new Float32Array(hidden.length);
    for (const gradient of gradContexts)
      gradient!.forEach((value, at) => (cotangent[at % hidden.length] = cotangent[at % hidden.length]! + value));
    const ofPooled = new Float32Array(192);
    gradPooled!.forEach((value, at) => (ofPooled[at % 192] = ofPooled[at % 192]! + value));
    const { gradEmbeds } = await model.textGradient(embeds, cotangent, {
      cotangent: ofPooled,
      eosPositions: [length - 1],
    });
    const start = CAT * model.embeddingWidth;
    const gradient = gradEmbeds.subarray(start, start + model.embeddingWidth);
    expect(relativeError(gradient.subarray(0, 128), expected('grad_l'))).toBeLessThan(ERROR_MAX);
    expect(relativeError(gradient.subarray(128), expected('grad_g'))).toBeLessThan(ERROR_MAX);
  });

  it('says what is missing or too much', async () => {
    const latents = tensor('latents', [1, 4, CELLS, CELLS]);
    const contexts = model.layers.map(() => new Float32Array(77 * 320));
    const without = model.predict(latents, [1], contexts);
    await expect(without).rejects.toThrow('The pooled vectors have 0 numbers; this model takes them as [1, 192].');
    const { hidden } = await encodePrompt(model, PROMPT);
    const plan = uniformPlan({ hidden, pooled: undefined }, model.layers.length);
    await expect(generate(model, { prompt: plan, seeds: [1] })).rejects.toMatchObject({ code: 'bad-plan' });
  });

  it('is the same from a diffusers folder, whose index may ask for an encoded empty prompt', async () => {
    const folder = join(temporary, 'folder');
    writeFolder(folder, 'sdxl');
    const index = { _class_name: 'StableDiffusionXLPipeline', force_zeros_for_empty_prompt: false };
    writeFileSync(join(folder, 'model_index.json'), JSON.stringify(index));
    const other = await loadModel(folder, options);
    expect(other.fingerprint).toBe(model.fingerprint);
    expect(other.emptyNegative).toBe('encoded');
    const { hidden, pooled } = await encodeNegative(other, '');
    expect(hidden.some((value) => value !== 0) && pooled!.some((value) => value !== 0)).toBe(true);
    await other.close();
  });
});
