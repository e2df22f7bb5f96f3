/**
 * `run-demo.ts <json>`: inverts noise with the demo model and prints a line per step, for tests that kill it. Writes the
 * tokens to `out` when it gets to the end.
 */
import { demoModelDirectory, loadModel } from '@facet/diffusion';
import { invert, saveTokenFile } from '../../src/index.ts';
import { noisePicture } from './tiny-model.ts';

interface Arguments {
  readonly steps: number;
  readonly out: string;
  readonly checkpoint?: string;
}

const { steps, out, checkpoint } = JSON.parse(process.argv[2]!) as Arguments;
const model = await loadModel(demoModelDirectory(), { device: 'cpu', threads: 1 });
const tokens = await invert(model, {
  image: noisePicture(model, 5),
  imageHash: 'c'.repeat(64),
  objectWord: 'cat',
  settings: { steps, batchSize: 1, seed: 11 },
  ...(checkpoint === undefined ? {} : { checkpoint: { path: checkpoint, every: 10, resume: true } }),
  onProgress: ({ step }) => process.stdout.write(`step ${step}\n`),
});
await saveTokenFile(out, tokens);
await model.close();
