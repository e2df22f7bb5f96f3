import { defaultModelDirectory, loadModel } from '@facet/diffusion';
import { readReferences } from '@facet/inversion';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Device } from './device.ts';
import type { TrainJob } from './jobs.ts';
import { train } from './train.ts';
import { Training } from './training.ts';

/** The bundled model: it has a reader. */
const model = await loadModel(defaultModelDirectory(), { device: 'cpu', threads: 1, cacheDirectory: false });
afterAll(() => model.close());
const [reference] = await readReferences(model.directory);
const picture = readFileSync(join(model.directory, 'references', reference!.file));

/** What the first job of a run, which prepares, gives. */
function prepared(method: string, objectWord: string | null = null): ReturnType<typeof train> {
  const run = { picture, imageHash: 'c'.repeat(64), method, objectWord, settings: { steps: 2 } };
  const job: TrainJob = { kind: 'train', run, checkpoint: undefined, until: 0, preview: true };
  const device = new Device();
  return train({ model, device, training: new Training(model, device) }, job, new AbortController().signal, () => {});
}

test('tokens that are read are shown before the first step, others not before they have learned something', async () => {
  const read = await prepared('reader');
  expect([read.step, read.of, read.losses]).toEqual([0, 2, []]);
  expect(Buffer.from(read.preview!).toString('latin1', 1, 4)).toBe('PNG');
  expect((await prepared('matte')).preview).toBeUndefined();
});

test('a word for what the picture shows that makes sentences too long is named, and not the sentences', async () => {
  await expect(prepared('reader', 'two words here')).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringContaining('"two words here" is too long') as string,
  });
});
