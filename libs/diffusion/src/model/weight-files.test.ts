import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  checkpointContents,
  goldenOf,
  numbersOf,
  recipeOf,
  writeFolder,
  writeTensors,
  type FolderOptions,
} from '@facet/models/testing';
import { isExternal, parseModel } from '@facet/onnx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { relativeError } from '../../test/golden-models.ts';
import { generate } from '../sampling/generate.ts';
import type { DiffusionModel, LoadOptions, Tensor } from '../types.ts';
import { describeModel } from './describe.ts';
import { loadModel } from './load.ts';

const ERROR_MAX = 1e-5;
const CLIP = join(import.meta.dirname, '../../../models/test/golden/clip-tokens.json');

const tensor = (name: string, dims: readonly number[]): Tensor => ({
  data: numbersOf(
    name,
    dims.reduce((product, dim) => product * dim, 1),
  ),
  dims,
});

const draw = (model: DiffusionModel): Promise<unknown> =>
  generate(model, { prompt: 'a photo of a cat', steps: 2, width: 64, height: 64, seeds: [7] });

/** Folders of the test files have no tokenizer, so that CLIP's own is taken as for a checkpoint. */
const forms = [
  { kind: 'sd1', form: 'folder' },
  { kind: 'sd1', form: 'checkpoint' },
  { kind: 'sd2', form: 'folder' },
  { kind: 'sd2', form: 'checkpoint' },
] as const;

describe.each(forms)('a model of $kind from a $form', ({ kind, form }) => {
  const temporary = mkdtempSync(join(tmpdir(), 'facet-weights-'));
  const path = join(temporary, form === 'folder' ? 'model' : 'model.safetensors');
  const options: LoadOptions = { device: 'cpu', threads: 1, cacheDirectory: join(temporary, 'cache') };
  const golden = goldenOf(kind);
  let model: DiffusionModel;
  let inputs: { latents: Tensor; contexts: Float32Array[] };

  beforeAll(async () => {
    if (form === 'folder') writeFolder(path, kind);
    else writeTensors(path, checkpointContents(kind));
    model = await loadModel(path, options);
    const contexts = model.layers.map(({ index }) => tensor(`context/${index}`, [2, 5, model.hiddenWidth]).data);
    inputs = { latents: tensor('latents', [2, 4, 16, 16]), contexts };
  });
  afterAll(async () => {
    await model.close();
    rmSync(temporary, { recursive: true });
  });

  it('has the layers, groups and sizes that its weights show', () => {
    expect(model.layers.map(({ name }) => name)).toEqual(recipeOf(kind).layers);
    const groups =
      'fine fine moderate moderate coarse coarse coarse coarse coarse coarse moderate moderate moderate fine fine fine';
    expect(model.layers.map(({ group }) => group).join(' ')).toBe(groups);
    expect(model).toMatchObject({ contextLength: 77, vocabularySize: 49408, embeddingWidth: 128, hiddenWidth: 128 });
    expect(model).toMatchObject({ latentMultiple: 8, vaeScale: 8, latentChannels: 4, scalingFactor: 0.18215 });
    expect(model.directory).toBe(join(temporary, 'model'));
  });

  it('predicts what diffusers predicts, each layer with its own context', async () => {
    const prediction = await model.predict(inputs.latents, [999, 20.5], inputs.contexts);
    expect(relativeError(prediction, golden('out_sample').data)).toBeLessThan(ERROR_MAX);
  });

  it('gives the gradient of a context as PyTorch does', async () => {
    // The loss is sum((target - prediction)^2) / cells; with the target at prediction - cotangent * cells / 2 its gradient is the cotangent.
    const { latents, contexts } = inputs;
    const prediction = await model.predict(latents, [999, 20.5], contexts);
    const cells = prediction.length / 2;
    const cotangent = tensor('cotangent', latents.dims).data;
    const target = prediction.map((value, at) => value - (cotangent[at]! * cells) / 2);
    const wantedLayers = [0, 7, 15];
    const { gradContexts } = await model.lossGradient({
      latents,
      timesteps: [999, 20.5],
      contexts,
      target,
      sampleWeights: [1, 1],
      wantedLayers,
    });
    for (const layer of wantedLayers) {
      const error = relativeError(gradContexts[layer]!, golden(`grad_context_${layer}`).data);
      expect(error, `layer ${layer}`).toBeLessThan(2 * ERROR_MAX);
    }
  });

  it('encodes text as transformers does', async () => {
    const { hidden } = await model.encodeText(tensor('text_encoder/embeds', [1, 77, 128]).data);
    const expected = golden('text_encoder/last').data;
    expect(relativeError(hidden.subarray(0, expected.length), expected)).toBeLessThan(ERROR_MAX);
  });

  it('encodes and decodes pictures as diffusers does', async () => {
    const { data, dims } = await model.encodeImage(tensor('picture', [1, 3, 32, 64]));
    expect(dims).toEqual([1, 4, 4, 8]);
    const means = golden('moments')
      .data.subarray(0, data.length)
      .map((value) => value * model.scalingFactor);
    expect(relativeError(data, means)).toBeLessThan(ERROR_MAX);
    const latents = tensor('decoder_latents', [1, 4, 4, 4]);
    const decoded = await model.decodeLatents({
      ...latents,
      data: latents.data.map((value) => value * model.scalingFactor),
    });
    const clipped = golden('decoded').data.map((value) => Math.min(1, Math.max(-1, value)));
    expect(relativeError(decoded.data, clipped)).toBeLessThan(ERROR_MAX);
  });

  it('splits prompts with the vocabulary of CLIP, filled up as its text encoder was trained', () => {
    const known = JSON.parse(readFileSync(CLIP, 'utf8')) as Record<string, number[]>;
    const prompts = ['', 'a photo of a cat', 'supercalifragilisticexpialidocious'];
    // With OpenCLIP's padding transformers takes each exclamation mark for padding, which open_clip does not; diffusers' way counts.
    if (kind === 'sd1') prompts.push('A watercolor drawing of a blue boat, tiny!', "don't  stop");
    for (const prompt of prompts) {
      const { ids } = model.tokenizer.encode(prompt);
      const expected = known[prompt]!;
      expect(ids.slice(0, expected.length)).toEqual(expected);
      expect(new Set(ids.slice(expected.length))).toEqual(new Set([kind === 'sd1' ? 49407 : 0]));
    }
  });

  it('draws a picture, and a second start with the prepared graphs draws the same', async () => {
    const first = await draw(model);
    const again = await loadModel(path, options);
    expect(await draw(again)).toEqual(first);
    await again.close();
  });

  it('draws in few steps without guidance where it was distilled to, unless it is told otherwise', async () => {
    const turbo = await loadModel(path, { ...options, source: { preset: 'turbo' } });
    const taken: number[] = [];
    const picture = { prompt: 'a cat', width: 64, height: 64, seeds: [7] };
    const onStep = ({ of }: { of: number }): void => void taken.push(of);
    const usual = await generate(turbo, { ...picture, onStep });
    expect(taken).toEqual([4, 4, 4, 4]);
    const said = await generate(turbo, { ...picture, steps: 4, guidance: 1, scheduler: 'euler-ancestral' });
    expect(usual).toEqual(said);
    expect(turbo.fingerprint).toBe(model.fingerprint);
    await turbo.close();
  });

  it('keeps prepared graphs and no weights: what is large stays in the files that were given', async () => {
    await model.predict(inputs.latents, [999, 20.5], inputs.contexts);
    await model.encodeText(tensor('text_encoder/embeds', [1, 77, 128]).data);
    const folder = join(temporary, 'cache');
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.'));
    expect(names.length).toBeGreaterThan(1);
    for (const name of names) {
      const { graph } = parseModel(readFileSync(join(folder, name))).proto;
      const inside = graph.initializer.filter((tensor) => !isExternal(tensor));
      const bytes = inside.reduce((sum, { rawData }) => sum + (rawData?.length ?? 0), 0);
      expect(bytes).toBeLessThan(2 ** 18);
      expect(graph.initializer.length - inside.length).toBeGreaterThan(20);
    }
  });
});

describe('one model in several forms', () => {
  const temporary = mkdtempSync(join(tmpdir(), 'facet-weights-'));
  afterAll(() => rmSync(temporary, { recursive: true }));

  it('has one fingerprint, and is described by its files', async () => {
    const options: LoadOptions = { device: 'cpu', cacheDirectory: join(temporary, 'cache') };
    const checkpoint = join(temporary, 'one.safetensors');
    writeTensors(checkpoint, checkpointContents('sd1'), 'F16');
    const described = [await describeModel(checkpoint, options)];
    const folders: FolderOptions[] = [{}, { dtype: 'F16', variant: 'fp16' }];
    for (const [at, each] of folders.entries()) {
      const path = join(temporary, `folder-${at}`);
      writeFolder(path, 'sd1', each);
      described.push(await describeModel(path, options));
    }
    expect(new Set(described.map(({ fingerprint }) => fingerprint)).size).toBe(1);
    const parts = described.map((each) =>
      each.parts.map(({ part, storedType, files }) => [part, storedType, files[0]!.path]),
    );
    expect(parts[0]).toEqual([
      ['text_encoder', 'FLOAT16', 'one.safetensors'],
      ['unet', 'FLOAT16', 'one.safetensors'],
      ['vae_encoder', 'FLOAT16', 'one.safetensors'],
      ['vae_decoder', 'FLOAT16', 'one.safetensors'],
    ]);
    expect(parts[1]).toContainEqual(['unet', 'FLOAT', 'unet/diffusion_pytorch_model.safetensors']);
    expect(parts[2]).toContainEqual(['image_encoder', 'FLOAT16', 'image_encoder/model.fp16.safetensors']);
  });

  it.each([
    ['F16', 5e-3],
    ['BF16', 4e-2],
  ] as const)('computes with weights stored in %s as far as they are exact', async (dtype, errorMax) => {
    const path = join(temporary, `${dtype}.safetensors`);
    writeTensors(path, checkpointContents('sd1'), dtype);
    const model = await loadModel(path, { device: 'cpu', threads: 1, cacheDirectory: join(temporary, 'cache') });
    const contexts = model.layers.map(({ index }) => tensor(`context/${index}`, [2, 5, model.hiddenWidth]).data);
    const prediction = await model.predict(tensor('latents', [2, 4, 16, 16]), [999, 20.5], contexts);
    const error = relativeError(prediction, goldenOf('sd1')('out_sample').data);
    expect(error).toBeLessThan(errorMax);
    expect(error).toBeGreaterThan(ERROR_MAX);
    expect(model.weight('conv_in.weight')).toHaveLength(32 * 4 * 9);
    await model.close();
  });
});
