import { ATTRIBUTES } from '@facet/base';
import { readAlphaSchedule } from '@facet/diffusion';
import { afterAll, expect, it } from 'vitest';
import { loadTinyModel, noisePicture } from '../../test/support/tiny-model.ts';
import { normals, STREAM } from '../random/draws.ts';
import { modelWords } from '../words/load.ts';
import type { SeenPicture } from './pictures.ts';
import { promptOfVectors } from './prompt.ts';
import { addDenoising } from './wake.ts';

const model = await loadTinyModel();
afterAll(() => model.close());

const ROWS = 3;
const width = model.embeddingWidth;

it('the gradient of the denoising goes to one token of each picture, and is the slope of the loss there', async () => {
  const plan = promptOfVectors(model, await modelWords(model.directory));
  const pictures: SeenPicture[] = [];
  for (let i = 0; i < ROWS; i++) {
    const latents = (await model.encodeImage(noisePicture(model, i))).data;
    pictures.push({ latents, features: new Float32Array(0), views: new Float32Array(0) });
  }
  const tokens = normals(2, 0, STREAM.noise, ATTRIBUTES.length * ROWS * width).map((value) => value * 0.05);
  const options = { steps: 9, batchSize: ROWS, seed: 3, wordLength: 1, samplesPerPass: 8 };
  const schedule = readAlphaSchedule(model.schedulerConfig);
  const lossAt = (at: Float32Array, cotangent = new Float32Array(tokens.length)): Promise<number> =>
    addDenoising(model, plan, schedule, { pictures, tokens: at, cotangent, rows: ROWS, step: 4, options });

  const gradient = new Float32Array(tokens.length);
  await lossAt(tokens, gradient);
  for (let row = 0; row < ROWS; row++) {
    const moved = ATTRIBUTES.map((_, slot) =>
      gradient.subarray((slot * ROWS + row) * width, (slot * ROWS + row + 1) * width).some((value) => value !== 0),
    );
    expect(moved.filter(Boolean)).toHaveLength(1);
  }
  const length = Math.hypot(...gradient);
  const by = 0.001;
  const along = (sign: number) => tokens.map((value, i) => value + (sign * by * gradient[i]!) / length);
  const slope = ((await lossAt(along(1))) - (await lossAt(along(-1)))) / (2 * by);
  expect(slope / length).toBeCloseTo(1, 2);
});
