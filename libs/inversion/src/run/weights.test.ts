import type { StepLosses } from '@facet/base';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate, readAlphaSchedule } from '@facet/diffusion';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTinyModel, tinyRequest } from '../../test/support/tiny-model.ts';
import { compose } from '../compose/compose.ts';
import { compositionOf, makeRecipe } from '../recipe/recipe.ts';
import { exportPerLayer, exportSingle } from '../files/export.ts';
import { decodeTokenFile, encodeTokenFile, tokenSetHash } from '../files/token-file.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import { invert, runInversions } from './invert.ts';
import { PassSizes } from './pass-sizes.ts';
import { prepareRun } from './prepare.ts';
import type { InversionRequest } from './request.ts';
import { trainStep } from './step.ts';
import { newWeights } from './weights.ts';

const WEIGHT_METHODS = ['custom-diffusion', 'dreambooth'];

const model = await loadTinyModel();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'facet-weights-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await model.close();
});

const settings = { steps: 4, priorPictures: 2, priorSamples: 1, weightLearningRate: 1e-3 };
const request = (overrides: Partial<InversionRequest> = {}) =>
  tinyRequest(model, { ...overrides, settings: { ...settings, ...overrides.settings } });
const schedule = readAlphaSchedule(model.schedulerConfig);
const SAMPLING = { seeds: [1], steps: 2, guidance: 2 };
const largest = (values: Float32Array) => values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
const difference = (a: Float32Array, b: Float32Array) => largest(a.map((value, i) => value - b[i]!));
const meanOf = (part: StepLosses[]) => part.reduce((sum, { reconstruction }) => sum + reconstruction, 0) / part.length;

/** Latents of a picture of the token alone. */
async function draw(set: TokenSet): Promise<Float32Array> {
  const plan = await compose(model, { prompt: 'a {object}', tokens: { object: { set } } });
  return (await generate(model, { prompt: plan, ...SAMPLING })).latents.data;
}

describe.each(WEIGHT_METHODS)('a run of %s', (method) => {
  it('has the gradient that finite differences of the whole loss give, for weights of every kind', async () => {
    const run = await prepareRun(model, request({ method }));
    // The class pictures are drawn once; they do not depend on the weights that are moved.
    const withoutPrior = request({ method, settings: { priorWeight: 0 } });
    await trainStep(model, [run], schedule, new PassSizes(model, 8));
    const lossAt = async (weight: number, place: number, shift: number) => {
      const moved = { ...(await prepareRun(model, withoutPrior)), settings: run.settings, prior: run.prior };
      moved.weights!.all[weight]!.values[place]! += shift;
      await trainStep(model, [moved], schedule, new PassSizes(model, 8));
      return moved.losses!.total;
    };
    const all = run.weights!.all;
    const every = Math.max(1, Math.floor(all.length / 14));
    const wrong: unknown[] = [];
    for (let i = 0; i < all.length; i += every) {
      const { name, gradient } = all[i]!;
      const place = gradient.reduce((best, value, at) => (Math.abs(value) > Math.abs(gradient[best]!) ? at : best), 0);
      const expected = gradient[place]!;
      // The whole loss is near 1 in float32, so only differences well above 1e-6 say anything.
      if (Math.abs(expected) < 1e-3) continue;
      const h = 4e-3;
      const numeric = ((await lossAt(i, place, h)) - (await lossAt(i, place, -h))) / (2 * h);
      if (Math.abs(numeric / expected - 1) > 0.05) wrong.push({ name, numeric, expected });
    }
    expect(wrong).toEqual([]);
  });

  it('lowers the loss on the picture and changes the weights that it trains', async () => {
    const losses: StepLosses[] = [];
    const tokens = await invert(
      model,
      request({ method, settings: { steps: 30, batchSize: 4 }, onProgress: (event) => losses.push(event.losses) }),
    );
    expect(meanOf(losses.slice(-8))).toBeLessThan(meanOf(losses.slice(0, 8)));
    expect(losses.every(({ prior, reconstruction, total }) => Math.abs(reconstruction + prior! - total) < 1e-6)).toBe(
      true,
    );
    expect([...tokens.weights!.values()].every(({ data }) => data.every(Number.isFinite))).toBe(true);
    expect(Math.max(...[...tokens.weights!.values()].map(({ data }) => largest(data)))).toBeGreaterThan(1e-3);
  });

  it('stopped and resumed equals one never stopped, bit for bit, weights and moments included', async () => {
    const [whole, resumed] = ['whole', 'resumed'].map((name) => join(folder, `${method}-${name}.ckpt`));
    const first = encodeTokenFile(await invert(model, request({ method, checkpoint: { path: whole! } })));
    const controller = new AbortController();
    const [outcome] = await runInversions(model, [
      request({
        method,
        checkpoint: { path: resumed! },
        signal: controller.signal,
        onProgress: ({ step }) => step === 2 && controller.abort(),
      }),
    ]);
    expect(outcome).toMatchObject({ status: 'cancelled', step: 2 });
    const second = await invert(model, request({ method, checkpoint: { path: resumed!, resume: true } }));
    expect(Buffer.compare(encodeTokenFile(second), first)).toBe(0);
    expect(readFileSync(resumed!).equals(readFileSync(whole!))).toBe(true);
  });
});

describe('runs that train weights in a batch', () => {
  it('keep their weights to themselves', async () => {
    const requests = [
      request(),
      request({ method: 'custom-diffusion' }),
      request({ method: 'dreambooth' }),
      request({ method: 'dreambooth', settings: { seed: 8 } }),
    ];
    const together = (await runInversions(model, requests)).map((outcome) => {
      if (outcome.status !== 'finished') throw outcome.status === 'failed' ? outcome.error : new Error(outcome.status);
      return outcome.tokens;
    });
    for (const [i, each] of requests.entries()) {
      const alone = await invert(model, each);
      together[i]!.tokens.forEach(({ vectors }, at) =>
        expect(difference(vectors[0]!, alone.tokens[at]!.vectors[0]!)).toBeLessThan(1e-4),
      );
      for (const [name, { data }] of together[i]!.weights ?? [])
        expect(difference(data, alone.weights!.get(name)!.data)).toBeLessThan(1e-4);
    }
  });
});

describe('tokens with weights', () => {
  const learned = invert(model, request({ method: 'dreambooth' }));

  it('come back from their file as they were, and so does their hash', async () => {
    const set = await learned;
    const read = decodeTokenFile(encodeTokenFile(set), 'test');
    expect(read.weights).toEqual(set.weights);
    expect(read.tokens).toEqual(set.tokens);
    expect(tokenSetHash(read)).toBe(tokenSetHash(set));
  });

  it('change the picture by their weights, and not at all where the difference is zero', async () => {
    const set = await learned;
    const { weights: _, ...bare } = set;
    const zero = new Map([...set.weights!].map(([name, { dims, data }]) => [name, { dims, data: data.map(() => 0) }]));
    const [own, none, still] = [await draw(set), await draw(bare), await draw({ ...bare, weights: zero })];
    expect(difference(still, none)).toBeLessThan(1e-5);
    expect(difference(own, none)).toBeGreaterThan(1e-3);
  });

  it('add up when several sets are composed, each once', async () => {
    const set = await learned;
    const other = { ...set, seed: 99 };
    const tokens = { style: { set }, color: { set }, object: { set: other, strength: 0.5 } };
    const plan = await compose(model, { prompt: 'a {style} {color} {object}', tokens });
    for (const [name, { data }] of set.weights!) {
      const own = model.weight(name);
      plan.weights!.get(name)!.forEach((value, i) => expect(value).toBeCloseTo(own[i]! + 1.5 * data[i]!, 5));
    }
  });

  it('are named by a recipe and not put into it', async () => {
    const set = await learned;
    const identity = { fingerprint: model.fingerprint, modelName: 'tiny' };
    const sampling = {
      negativePrompt: '',
      seeds: [1],
      index: 0,
      steps: 2,
      guidance: 2,
      scheduler: 'ddim',
      width: 64,
      height: 64,
    } as const;
    const recipe = makeRecipe(identity, { tokens: { object: { set } } }, { ...sampling, seeds: [1] });
    expect(recipe.tokens.object).toEqual({ hash: tokenSetHash(set), strength: 1 });
    await expect(compositionOf(recipe)).rejects.toThrow(/token file/);
    const found = await compositionOf(recipe, () => Promise.resolve(set));
    expect(found.tokens.object!.set).toBe(set);
  });

  it('are not exported to tools that cannot hold weights', async () => {
    const set = await learned;
    expect(() => exportSingle(set, 'x')).toThrow(/weights of the U-Net/);
    expect(() => exportPerLayer(set, 'token', 'x', new Float32Array(8))).toThrow(/weights of the U-Net/);
  });
});

describe('training weights', () => {
  it('is refused beforehand when the memory does not hold them, with both sizes', () => {
    const names = model.weights.map(({ name }) => name);
    expect(() => newWeights(model, names, 1e5)).toThrow(/0\.\d+ GB.*0\.000 are available/);
  });
});
