import { checkpointContents, numbersOf, writeTensors } from '@facet/models/testing';
import { generate, loadModel, type DiffusionModel } from '@facet/diffusion';
import { readSafetensors } from '@facet/safetensors';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyRequest } from '../../test/support/tiny-model.ts';
import { makeGrid } from '../attribution/cells.ts';
import { parseAttributionMap } from '../attribution/load.ts';
import { compose } from '../compose/compose.ts';
import { encodeTokenFile, decodeTokenFile } from '../files/token-file.ts';
import { planPrompt, type BoundToken } from '../plan/plan.ts';
import { normals, STREAM } from '../random/draws.ts';
import { norm, partsOf } from '../vector.ts';
import { wordVector } from '../words/vectors.ts';
import { invert } from './invert.ts';
import { PromptBatch } from './prompt-batch.ts';
import type { InversionRequest } from './request.ts';
import { runUNet } from './unet-pass.ts';

/** What diffusers computed with the same model; see tools/golden/sdxl_pipeline.py. */
const golden = readSafetensors(
  readFileSync(fileURLToPath(new URL('../../../diffusion/test/golden/sdxl-pipeline.safetensors', import.meta.url))),
  'golden',
).tensors;

const map = parseAttributionMap(
  {
    formatVersion: 1,
    source: 'edited',
    stageBounds: [1000, 500, 0],
    cells: {
      color: [{ stages: [0, 1], groups: ['moderate'] }],
      style: [{ stages: [1], groups: ['moderate'] }],
      object: [{ stages: [0, 1], groups: ['coarse'] }],
      layout: [{ stages: [0], groups: ['coarse'] }],
    },
  },
  'test map',
);

const temporary = mkdtempSync(join(tmpdir(), 'facet-sdxl-'));
let model: DiffusionModel;
beforeAll(async () => {
  const path = join(temporary, 'xl.safetensors');
  writeTensors(path, checkpointContents('sdxl'));
  model = await loadModel(path, { device: 'cpu', threads: 1, cacheDirectory: join(temporary, 'cache') });
});
afterAll(async () => {
  await model.close();
  rmSync(temporary, { recursive: true });
});

const SIDE = 64;

const request = (overrides: Partial<InversionRequest> = {}): InversionRequest => {
  const image = {
    data: normals(5, 0, STREAM.noise, 3 * SIDE * SIDE).map((value) => Math.tanh(value / 2)),
    dims: [1, 3, SIDE, SIDE],
  };
  const settings = {
    steps: 2,
    batchSize: 1,
    learningRate: 0.01,
    seed: 3,
    normPull: 1,
    normTarget: 'initial-word',
  } as const;
  return tinyRequest(model, { map, image, settings, ...overrides });
};

describe('an inversion with Stable Diffusion XL', () => {
  it('has the gradient of both vectors of a token that PyTorch has, through the layers and the pooled vector', async () => {
    const vector = Float32Array.from(
      [...numbersOf('token_l', 128), ...numbersOf('token_g', 192)],
      (value) => value / 2,
    );
    const token: BoundToken = {
      kind: 'token',
      vectors: [vector],
      cells: makeGrid(1, model.layers.length, () => 0),
      stageBounds: [1000, 0],
      fallbackWord: undefined,
    };
    const plan = planPrompt('a photo of a {object}', { object: token }, model.layers.length, model.tokenizer, true);
    const prompts = new PromptBatch(model);
    const row = prompts.add(plan.prompts[plan.pooled![0]!]!, () => vector);
    await prompts.encode();
    const [latents, target] = ['latents', 'target'].map((name) => numbersOf(name, 2 * 4 * 8 * 8));
    const samples = [999, 20.5].map((timestep, at) => ({
      term: 'reconstruction' as const,
      share: 1,
      weight: at === 0 ? 1 : 0.5,
      plan,
      timestep,
      shape: [4, 8, 8],
      noised: latents!.slice(at * 256, (at + 1) * 256),
      target: target!.slice(at * 256, (at + 1) * 256),
      rows: model.layers.map(() => row),
      pooledRow: row,
    }));
    const layers = model.layers.map(({ index }) => index);
    await runUNet(model, samples, prompts, layers, 2, undefined);
    const gradient = new Float32Array(model.embeddingWidth);
    await prompts.backward(() => () => gradient);
    const expected = [...golden.get('grad_l')!.data, ...golden.get('grad_g')!.data];
    const [start, end] = [gradient.subarray(0, 128), gradient.subarray(128)];
    for (const [part, from] of [
      [start, 0],
      [end, 128],
    ] as const) {
      const wanted = expected.slice(from, from + part.length);
      const largest = Math.max(...wanted.map(Math.abs));
      expect(Math.max(...wanted.map((value, at) => Math.abs(value - part[at]!))) / largest).toBeLessThan(1e-5);
    }
  });

  it('learns tokens of a vector for each encoder, each as long as its word, and goes on from a checkpoint', async () => {
    const whole = await invert(model, request());
    expect(whole.tokens.map(({ name, vectors }) => [name, vectors.map(({ length }) => length)])).toEqual(
      ['color', 'style', 'object', 'layout'].map((name) => [name, [320]]),
    );
    for (const { vectors, initialWord } of whole.tokens) {
      const word = wordVector(model, initialWord);
      expect(vectors[0]).not.toEqual(word);
      const lengths = [vectors[0]!, word].map((vector) => partsOf(vector, model.embeddingWidths).map(norm));
      for (const part of [0, 1]) expect(lengths[0]![part]).toBeCloseTo(lengths[1]![part]!, 5);
    }
    const checkpoint = { path: join(temporary, 'run.ckpt') };
    await expect(invert(model, request({ checkpoint, until: 1 }))).rejects.toMatchObject({ code: 'cancelled' });
    const resumed = await invert(model, request({ checkpoint: { ...checkpoint, resume: true } }));
    expect(encodeTokenFile(resumed)).toEqual(encodeTokenFile(whole));
  });

  it('composes its tokens with strengths, each stage with a pooled vector of its own', async () => {
    const set = decodeTokenFile(encodeTokenFile(await invert(model, request())), 'tokens');
    const plan = await compose(model, {
      prompt: 'a {color} {object} {layout}',
      tokens: { color: { set, strength: 0.5 }, object: { set }, layout: { set } },
    });
    expect(plan.pooled!.map(({ length }) => length)).toEqual([192, 192]);
    expect(plan.pooled![0]).not.toEqual(plan.pooled![1]);
    const { pictures } = await generate(model, { prompt: plan, seeds: [1], steps: 2, width: SIDE, height: SIDE });
    expect(pictures.dims).toEqual([1, 3, SIDE, SIDE]);
    expect(pictures.data.every(Number.isFinite)).toBe(true);
  });
});
