import { ATTRIBUTES } from '@facet/base';
import { encodePng, loadModel, type DiffusionModel } from '@facet/diffusion';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noisePicture, tinyModelFolder } from '../../test/support/tiny-model.ts';
import { inEveryCell } from '../attribution/in-every-cell.ts';
import { modelAttributionMap } from '../attribution/load.ts';
import { readerPath } from '../reader/file.ts';
import { defaultMethod } from '../methods/default-method.ts';
import { invert, runInversions } from '../run/invert.ts';
import type { InversionRequest } from '../run/request.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import type { ReaderPhase } from './options.ts';
import { trainReader, type ReaderTraining } from './train.ts';

const home = mkdtempSync(join(tmpdir(), 'facet-reader-training-'));
const pictures = join(home, 'pictures');
let model: DiffusionModel;

beforeAll(async () => {
  cpSync(tinyModelFolder, join(home, 'tiny'), { recursive: true });
  model = await loadModel(join(home, 'tiny'), { device: 'cpu', threads: 1, cacheDirectory: false });
  mkdirSync(pictures);
  for (let i = 0; i < 5; i++) writeFileSync(join(pictures, `${i}.png`), (await encodePng(noisePicture(model, i)))[0]!);
});
afterAll(async () => {
  await model.close();
  rmSync(home, { recursive: true });
});

const OPTIONS = { samples: 40, fitSteps: 4, wakeSteps: 3, batchSize: 4, seed: 5 };

/** A training in a folder of its own; gives the file that it writes. */
async function train(name: string, more: Partial<ReaderTraining> = {}): Promise<Buffer> {
  const folder = join(home, name);
  mkdirSync(folder, { recursive: true });
  const out = join(folder, 'reader.onnx');
  await trainReader({ model, pictures, folder, out, options: OPTIONS, ...more });
  return readFileSync(out);
}

/** Stops when a phase has done so much. */
function stoppedAt(phase: ReaderPhase, done: number): Pick<ReaderTraining, 'signal' | 'onProgress'> {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    onProgress: (now, count) => now === phase && count === done && controller.abort(),
  };
}

describe('the training of a reader', () => {
  it('that is stopped in every phase and goes on equals one never stopped, bit for bit', async () => {
    const whole = await train('whole');
    for (const [phase, done] of [
      ['samples', 33],
      ['pictures', 2],
      ['fit', 2],
      ['wake', 1],
    ] as const)
      await expect(train('pieces', stoppedAt(phase, done))).rejects.toMatchObject({ code: 'cancelled' });
    expect((await train('pieces')).equals(whole)).toBe(true);
  });

  it('refuses the folder of another training', async () => {
    await train('another');
    await expect(train('another', { options: { ...OPTIONS, seed: 6 } })).rejects.toMatchObject({
      code: 'checkpoint-mismatch',
    });
    await expect(train('another', { options: { ...OPTIONS, fitSteps: 5 } })).rejects.toMatchObject({
      code: 'checkpoint-mismatch',
    });
  });

  it('without an image encoder, or without pictures, is refused by name', async () => {
    const blind = Object.assign(Object.create(model) as DiffusionModel, { hasImageEncoder: false });
    await expect(train('blind', { model: blind })).rejects.toMatchObject({ code: 'no-image-encoder' });
    await expect(train('empty', { pictures: home })).rejects.toMatchObject({ code: 'invalid-input' });
  });
});

describe('the method "reader"', () => {
  const request = { image: undefined as never, imageHash: 'c'.repeat(64), method: 'reader' };
  const invertNoise = (settings: object) =>
    invert(model, { ...request, image: noisePicture(model, 5), objectWord: 'cat', settings });
  const vectorsOf = async (settings: object) => (await invertNoise(settings)).tokens.map(({ vectors }) => vectors[0]!);

  it('asks for a reader by name', async () => {
    await expect(invertNoise({})).rejects.toMatchObject({ code: 'missing-reader' });
  });

  it('takes four tokens off a picture without a step, and goes on from there with steps', async () => {
    cpSync(join(home, 'whole', 'reader.onnx'), readerPath(model));
    const tokens = await invertNoise({ steps: 0 });
    expect([tokens.steps, tokens.tokens.map(({ name }) => name)]).toEqual([0, [...ATTRIBUTES]]);
    const [read, again, refined] = [
      await vectorsOf({ steps: 0 }),
      await vectorsOf({ steps: 0 }),
      await vectorsOf({ steps: 2 }),
    ];
    expect(again).toEqual(read);
    refined.forEach((vector, slot) => {
      const moved = Math.hypot(...vector.map((value, i) => value - read[slot]![i]!)) / Math.hypot(...read[slot]!);
      expect(moved).toBeGreaterThan(0);
      expect(moved).toBeLessThan(0.5);
    });
  });

  it('is how a model with a reader inverts where nobody names a method, and no other model', async () => {
    cpSync(join(home, 'whole', 'reader.onnx'), readerPath(model));
    expect(defaultMethod(model)).toBe('reader');
    expect(defaultMethod({ directory: model.directory, fingerprint: 'd'.repeat(64) })).toBe('matte');
    expect(defaultMethod({ directory: home, fingerprint: model.fingerprint })).toBe('matte');
    const { method: _, ...unnamed } = request;
    const tokens = await invert(model, {
      ...unnamed,
      image: noisePicture(model, 5),
      objectWord: 'cat',
      settings: { steps: 1 },
    });
    expect(tokens.method).toBe('reader');
  });

  it('ends before its steps where fixed probes have nothing left to gain', async () => {
    cpSync(join(home, 'whole', 'reader.onnx'), readerPath(model));
    const settings = { steps: 60, batchSize: 1, learningRate: 1e-7, stop: 'flat' };
    // Two looks in a row, ten steps apart, bring nothing.
    expect((await invertNoise(settings)).steps).toBe(20);
  });

  it('shows what was read before the first step, once, also to a run in pieces', async () => {
    cpSync(join(home, 'whole', 'reader.onnx'), readerPath(model));
    const [read] = await vectorsOf({ steps: 0 });
    const seen: TokenSet[] = [];
    const make = async (tokens: TokenSet) => (seen.push(tokens), noisePicture(model, 1));
    const piece = (until: number) =>
      runInversions(model, [
        {
          ...request,
          image: noisePicture(model, 5),
          objectWord: 'cat',
          settings: { steps: 4 },
          checkpoint: { path: join(home, 'read.checkpoint'), resume: true },
          preview: { every: 2, make },
          until,
        },
      ]);
    for (const until of [0, 2, 4]) await piece(until);
    expect(seen.map(({ steps }) => steps)).toEqual([0, 2, 4]);
    expect(seen[0]!.tokens[0]!.vectors[0]).toEqual(read);
  });

  it('is where matte starts that is told to, in the cells of its map: in all of them and without its losses both are one', async () => {
    const map = await modelAttributionMap(model.directory);
    const image = noisePicture(model, 5);
    const refining = { steps: 2, batchSize: 4, learningRate: 0.003, learningRateSchedule: 'constant' } as const;
    const settings = { ...refining, start: 'reader', colorStyleWeight: 0, objectLayoutWeight: 0 } as const;
    const matte = { ...request, method: 'matte', image, objectWord: 'cat' };
    const vectors = async (more: Partial<InversionRequest>) =>
      (await invert(model, { ...matte, settings, ...more })).tokens.map((token) => token.vectors[0]);
    const refined = await vectorsOf({ steps: 2 });
    expect(await vectors({ map: inEveryCell(map) })).toEqual(refined);
    expect(await vectors({})).not.toEqual(refined);
  });
});
