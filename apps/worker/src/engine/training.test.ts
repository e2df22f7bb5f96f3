import { demoModelDirectory, encodePng, loadModel } from '@facet/diffusion';
import { encodeTokenFile, invert, type InversionOutcome } from '@facet/inversion';
import { afterAll, expect, test } from 'vitest';
import { Device } from './device.ts';
import type { RunChoices } from './jobs.ts';
import { requestOf } from './run-request.ts';
import { Training } from './training.ts';

const model = await loadModel(demoModelDirectory(), { device: 'cpu', threads: 1, cacheDirectory: false });
afterAll(() => model.close());

const data = Float32Array.from({ length: 3 * 64 * 64 }, (_, at) => Math.sin(at / 50));
const [picture] = await encodePng({ data, dims: [1, 3, 64, 64] });
const run = (size?: number): RunChoices => ({
  picture: picture!,
  imageHash: 'c'.repeat(64),
  method: 'matte',
  objectWord: 'cat',
  size,
  settings: { steps: 2, batchSize: 1, seed: 3 },
});

const tokensOf = (outcome: InversionOutcome): Uint8Array => {
  if (outcome.status !== 'finished') throw new Error(outcome.status);
  return encodeTokenFile(outcome.tokens);
};

test('runs whose pictures are brought to several sizes are trained beside one another, each as if it were alone', async () => {
  const requests = [await requestOf(model, run()), await requestOf(model, run(96))];
  expect(requests.map(({ image }) => image.dims)).toEqual([
    [1, 3, 64, 64],
    [1, 3, 96, 96],
  ]);
  const training = new Training(model, new Device());
  const together = await Promise.all(requests.map((request) => training.run(request)));
  for (const [at, request] of requests.entries())
    expect(tokensOf(together[at]!)).toEqual(encodeTokenFile(await invert(model, request)));
});
