import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadModel, type DiffusionModel, type Tensor } from '@facet/diffusion';
import type { InversionRequest } from '../../src/index.ts';
import { normals, STREAM } from '../../src/random/draws.ts';

/** What tools/golden/diffusion_models.py wrote of one diffusion model, in several forms. */
const goldenFolder = fileURLToPath(new URL('../../../diffusion/test/golden', import.meta.url));

/** A diffusion model of random weights, small enough that a step takes milliseconds. */
export const tinyModelFolder = join(goldenFolder, 'torchscript17');

export const loadTinyModel = (folder = tinyModelFolder): Promise<DiffusionModel> =>
  loadModel(folder, { device: 'cpu', threads: 1, cacheDirectory: false });

/** Makes `folder` the same model as diffusers saves it, in float16. */
export function copyTinyPipeline(folder: string): void {
  cpSync(join(goldenFolder, 'pipeline'), folder, { recursive: true });
  for (const part of ['tokenizer', 'scheduler'])
    cpSync(join(tinyModelFolder, part), join(folder, part), { recursive: true });
}

/** A picture of soft noise that fits a model. */
export function noisePicture(model: DiffusionModel, seed: number): Tensor {
  const side = model.defaultLatentSize * model.vaeScale;
  const data = normals(seed, 0, STREAM.noise, 3 * side * side).map((value) => Math.tanh(value / 2));
  return { data, dims: [1, 3, side, side] };
}

export const tinyRequest = (model: DiffusionModel, overrides: Partial<InversionRequest> = {}): InversionRequest => ({
  image: noisePicture(model, 5),
  imageHash: 'c'.repeat(64),
  objectWord: 'cat',
  ...overrides,
  settings: { steps: 6, batchSize: 2, learningRate: 0.01, seed: 3, ...overrides.settings },
});
