import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAlphaSchedule } from '@facet/diffusion';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTinyModel, noisePicture, tinyRequest } from '../../test/support/tiny-model.ts';
import { encodeTokenFile } from '../files/token-file.ts';
import { METHODS } from '../methods/registry.ts';
import { parseAttributionMap } from '../attribution/load.ts';
import { invert, runInversions } from './invert.ts';
import { PassSizes } from './pass-sizes.ts';
import { prepareRun } from './prepare.ts';
import type { InversionRequest, ProgressEvent } from './request.ts';
import { trainStep } from './step.ts';
import { wordVector } from '../words/vectors.ts';

/** Every attribute somewhere, so that all tokens get gradients. */
const map = parseAttributionMap(
  {
    formatVersion: 1,
    source: 'edited',
    stageBounds: [1000, 500, 0],
    cells: {
      color: [{ stages: [0, 1], groups: ['fine'] }],
      style: [{ stages: [1], groups: ['fine', 'moderate'] }],
      object: [{ stages: [0, 1], groups: ['coarse', 'moderate'] }],
      layout: [{ stages: [0], groups: ['fine', 'moderate', 'coarse'] }],
    },
  },
  'test map',
);

const model = await loadTinyModel();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'facet-run-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await model.close();
});

const checkpointPath = () => join(folder, 'a.ckpt');
const request = (overrides: Partial<InversionRequest> = {}) => tinyRequest(model, { map, ...overrides });
const bytesOf = async (overrides: Partial<InversionRequest> = {}) =>
  Buffer.from(encodeTokenFile(await invert(model, request(overrides)))).toString('base64');

const resume = (overrides: Partial<InversionRequest> = {}) =>
  invert(model, request({ checkpoint: { path: checkpointPath(), resume: true }, ...overrides }));

describe('one step', () => {
  it.each([
    ['text-encoder', 1e-4],
    ['embedding', 1e-5],
  ] as const)(
    'has the gradient of finite differences of the whole loss, distances in the %s space',
    async (space, leastSize) => {
      const schedule = readAlphaSchedule(model.schedulerConfig);
      const weights = { colorStyleWeight: 0.3, objectLayoutWeight: 0.2, batchSize: 3, distanceSpace: space };
      const start = async () => prepareRun(model, request({ settings: weights }));
      const run = await start();
      await trainStep(model, [run], schedule, new PassSizes(model, 8));
      const lossAt = async (token: number, place: number, shift: number) => {
        const moved = await start();
        moved.tokens[token]!.parameters[place]! += shift;
        await trainStep(model, [moved], schedule, new PassSizes(model, 8));
        return moved.losses!.total;
      };
      const results: { name: string; size: number; error: number }[] = [];
      for (const [index, { spec, adam }] of run.tokens.entries()) {
        // After the first step the first moment is (1 - beta1) times the gradient.
        const gradient = adam.m.map((value) => value / 0.1);
        const largest = gradient.reduce(
          (best, value, i) => (Math.abs(value) > Math.abs(gradient[best]!) ? i : best),
          0,
        );
        // As small a shift as float32 losses can resolve: the loss is far from linear in some of the vectors.
        const h = Math.min(3e-3, Math.max(2e-4, 3e-5 / Math.abs(gradient[largest]!)));
        const numeric = ((await lossAt(index, largest, h)) - (await lossAt(index, largest, -h))) / (2 * h);
        results.push({
          name: spec.name,
          size: Math.abs(gradient[largest]!),
          error: Math.abs(numeric / gradient[largest]! - 1),
        });
      }
      expect(results.map(({ name }) => name)).toEqual(['color', 'style', 'object', 'layout']);
      expect(results.filter(({ size, error }) => !(size > leastSize && error < 0.03))).toEqual([]);
    },
  );
});

describe('a run', () => {
  // Those that start at what a reader reads are tested with one, beside its training.
  const unread = Object.values(METHODS).filter(({ startsRead }) => !startsRead);
  it.each(unread)('of $id makes its tokens and tells what they are', async ({ id: method, trains }) => {
    const tokens = await invert(model, request({ method }));
    const steps = trains === 'nothing' ? 0 : 6;
    expect(tokens).toMatchObject({ method, steps, seed: 3, objectWord: 'cat', fingerprint: model.fingerprint });
    for (const { vectors } of tokens.tokens)
      expect(vectors.every((vector) => vector.every(Number.isFinite))).toBe(true);
    const four = [1, 1, 1, 1];
    const counts: Record<string, number[]> = {
      matte: four,
      words: four,
      'p-plus': [model.layers.length],
      prospect: [2],
    };
    expect(tokens.tokens.map(({ vectors }) => vectors.length)).toEqual(counts[method] ?? [1]);
  });

  it('of words has the vectors of the words that it found, as they are', async () => {
    const { tokens } = await invert(model, request({ method: 'words' }));
    for (const { vectors, initialWord } of tokens) expect(vectors).toEqual([wordVector(model, initialWord)]);
  });

  it('ends where its probes are flat, and in pieces after the same step with the same bits', async () => {
    const path = join(folder, 'flat');
    // So small a rate changes nothing: two looks after the first one nothing is gained.
    const settings = { steps: 60, learningRate: 1e-7, stop: 'flat' as const };
    const whole = await invert(model, request({ settings }));
    expect(whole.steps).toBe(20);
    for (const until of [7, 14]) {
      const [piece] = await runInversions(model, [request({ settings, until, checkpoint: { path, resume: true } })]);
      expect(piece).toMatchObject({ status: 'cancelled', step: until });
    }
    const rest = await invert(model, request({ settings, checkpoint: { path, resume: true } }));
    expect(Buffer.from(encodeTokenFile(rest))).toEqual(Buffer.from(encodeTokenFile(whole)));
    // A run that is taken up again after it has ended has ended.
    expect((await invert(model, request({ settings, checkpoint: { path, resume: true } }))).steps).toBe(20);
  });

  it('gives the same bits again, and others with another seed', async () => {
    const first = await bytesOf();
    expect(await bytesOf()).toBe(first);
    expect(await bytesOf({ settings: { seed: 4 } })).not.toBe(first);
  });

  it('reports steps, loss terms, pace and previews', async () => {
    const events: ProgressEvent[] = [];
    const preview = noisePicture(model, 1);
    const steps: number[] = [];
    await invert(
      model,
      request({
        onProgress: (event) => events.push(event),
        preview: { every: 3, make: (tokens) => (steps.push(tokens.steps), Promise.resolve(preview)) },
      }),
    );
    expect(events.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(steps).toEqual([3, 6]);
    expect(events.map((event) => event.preview !== undefined)).toEqual([false, false, true, false, false, true]);
    const { losses, of } = events[1]!;
    expect(of).toBe(6);
    expect(losses.total).toBeCloseTo(losses.reconstruction + 0.1 * losses.colorStyle! + 0.1 * losses.objectLayout!, 6);
    const left = events.map(({ remainingSeconds }) => remainingSeconds);
    expect(left).toEqual([undefined, undefined, undefined, expect.any(Number), expect.any(Number), 0]);
  });

  it('switches loss terms off with their weights', async () => {
    const events: ProgressEvent[] = [];
    const settings = { colorStyleWeight: 0, objectLayoutWeight: 0, steps: 1 };
    await invert(model, request({ settings, onProgress: (event) => events.push(event) }));
    expect(events[0]!.losses.total).toBe(events[0]!.losses.reconstruction);
    expect(events[0]!.losses.colorStyle).toBeUndefined();
  });

  it('without an object word and without an image encoder names what is missing', async () => {
    const { objectWord: _, ...anonymous } = request();
    const blind = new Proxy(model, {
      get: (target, key) => (key === 'hasImageEncoder' ? false : (Reflect.get(target, key, target) as unknown)),
    });
    await expect(invert(blind, anonymous)).rejects.toMatchObject({
      code: 'missing-object-word',
      message: expect.stringContaining('--object') as string,
    });
  });

  it('that diverges says so instead of going on with numbers that are none', async () => {
    const settings = { colorStyleWeight: Number.MAX_VALUE, normPull: 0 };
    await expect(invert(model, request({ settings }))).rejects.toMatchObject({ code: 'diverged' });
  });

  it('of a picture with numbers that are none is refused', async () => {
    const image = noisePicture(model, 5);
    image.data[7] = NaN;
    await expect(invert(model, request({ image }))).rejects.toMatchObject({ code: 'invalid-input' });
  });
});

describe('a cancelled run', () => {
  it('stops within one step, leaves a checkpoint, and resumed equals one never stopped, bit for bit', async () => {
    const whole = await bytesOf();
    const path = join(folder, 'cancelled.ckpt');
    const controller = new AbortController();
    const [outcome] = await runInversions(model, [
      request({
        checkpoint: { path },
        signal: controller.signal,
        onProgress: ({ step }) => step === 2 && controller.abort(),
      }),
    ]);
    expect(outcome).toEqual({ status: 'cancelled', step: 2, checkpoint: path });
    expect(await bytesOf({ checkpoint: { path, resume: true } })).toBe(whole);
  });
});

describe('a run in pieces', () => {
  it('of which each goes on from the last one equals a run in one piece, bit for bit', async () => {
    const path = join(folder, 'pieces.ckpt');
    const steps: number[] = [];
    const onProgress = ({ step }: ProgressEvent): void => void steps.push(step);
    for (const until of [0, 2, 4]) {
      const piece = request({ checkpoint: { path, resume: true }, until, onProgress });
      expect(await runInversions(model, [piece])).toEqual([{ status: 'cancelled', step: until, checkpoint: path }]);
    }
    expect(await bytesOf({ checkpoint: { path, resume: true }, until: 6, onProgress })).toBe(await bytesOf());
    expect(steps).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe('a checkpoint', () => {
  it('of another picture, method or setting is refused and says which', async () => {
    await invert(model, request({ checkpoint: { path: checkpointPath() } }));
    await expect(resume({ imageHash: 'd'.repeat(64) })).rejects.toThrow(/imageHash/);
    await expect(resume({ method: 'p-plus' })).rejects.toThrow(/method/);
    await expect(resume({ objectWord: 'fish' })).rejects.toThrow(/objectWord/);
    await expect(resume({ settings: { seed: 9 } })).rejects.toThrow(/settings/);
    await expect(resume({ settings: { seed: 9 } })).rejects.toMatchObject({ code: 'checkpoint-mismatch' });
    const other = new Proxy(model, {
      get: (target, key) => (key === 'fingerprint' ? 'e'.repeat(64) : (Reflect.get(target, key, target) as unknown)),
    });
    await expect(
      invert(bound(other), request({ checkpoint: { path: checkpointPath(), resume: true } })),
    ).rejects.toMatchObject({
      code: 'fingerprint-mismatch',
      message: expect.stringMatching(/eeeeeeeeeeee/) as string,
    });
  });

  it('of a run that began before the model had its fingerprint of now goes on to the same tokens', async () => {
    const whole = await bytesOf();
    const before = new Proxy(model, {
      get: (target, key) =>
        key === 'fingerprint' ? model.formerFingerprints[0] : (Reflect.get(target, key, target) as unknown),
    });
    await invert(bound(before), request({ checkpoint: { path: checkpointPath() } }));
    const resumed = await resume();
    expect(Buffer.from(encodeTokenFile(resumed)).toString('base64')).toBe(whole);
  });

  it('that was changed or cut anywhere is refused as corrupt', async () => {
    const good = await readFile(checkpointPath());
    for (const place of [40, Math.floor(good.length / 2), good.length - 3]) {
      const bad = Buffer.from(good);
      bad[place]! ^= 1;
      await writeFile(checkpointPath(), bad);
      await expect(resume()).rejects.toMatchObject({
        code: expect.stringMatching(/corrupt-file|unsupported-format/) as string,
      });
    }
    await writeFile(checkpointPath(), good.subarray(0, good.length - 100));
    await expect(resume()).rejects.toMatchObject({ code: 'corrupt-file' });
    await writeFile(checkpointPath(), good);
    expect((await resume()).steps).toBe(6);
  });
});

describe('runs in one batch', () => {
  it('may differ in method and length, and fail or be cancelled alone', async () => {
    const controller = new AbortController();
    const outcomes = await runInversions(model, [
      request(),
      request({ method: 'textual-inversion', settings: { steps: 3 } }),
      request({ method: 'nonsense' }),
      request({ signal: controller.signal, onProgress: ({ step }) => step === 2 && controller.abort() }),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['finished', 'finished', 'failed', 'cancelled']);
    const [alone] = await runInversions(model, [request()]);
    const [first] = outcomes;
    if (first?.status !== 'finished' || alone?.status !== 'finished') throw new Error('not finished');
    first.tokens.tokens.forEach(({ vectors }, token) =>
      vectors[0]!.forEach((value, i) =>
        expect(Math.abs(value - alone.tokens.tokens[token]!.vectors[0]![i]!)).toBeLessThan(1e-4),
      ),
    );
  });

  it('must have pictures of one size', async () => {
    const image = { data: new Float32Array(3 * 64 * 32), dims: [1, 3, 64, 32] };
    await expect(runInversions(model, [request(), request({ image })])).rejects.toThrow(/one size/);
  });
});

/** Methods of a proxied class with private fields must run on the object itself. */
function bound<T extends object>(proxy: T): T {
  return new Proxy(proxy, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(model) : value;
    },
  });
}
