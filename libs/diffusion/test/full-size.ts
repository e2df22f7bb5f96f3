// Loads a checkpoint of the real size and uses it; says seconds, memory and what was kept on the disk:
//   node libs/diffusion/test/full-size.ts out/full/sd1.safetensors     (files by tools/golden/full_models.py)
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { numbersOf, timed } from '@facet/models/testing';
import { readSafetensors } from '@facet/safetensors';
import { generate, loadModel } from '../src/index.ts';

const [, , path] = process.argv;
if (path === undefined) throw new Error('usage: node libs/diffusion/test/full-size.ts <checkpoint>');
const goldenPath = path.replace('.safetensors', '.golden.safetensors');
const golden = readSafetensors(readFileSync(goldenPath), goldenPath).tensors;
const cacheDirectory = mkdtempSync(join(tmpdir(), 'facet-full-'));

const relativeError = (found: Float32Array, name: string): string => {
  const right = golden.get(name)!.data;
  const largest = right.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const difference = right.reduce((most, value, at) => Math.max(most, Math.abs(value - found[at]!)), 0);
  return `error over largest ${(difference / largest).toExponential(1)}`;
};

const options = { device: 'cpu', threads: 1, cacheDirectory } as const;
const first = await timed('load, nothing prepared', () => loadModel(path, options));
await first.close();
const model = await timed('load again', () => loadModel(path, options));
console.log(`  ${model.layers.length} layers, ${model.fingerprint}`);
const shape = [1, model.latentChannels, 32, 32];
const latents = { data: numbersOf('latents', 4 * 32 * 32), dims: shape };
const context = numbersOf('context', 77 * model.hiddenWidth);
const contexts = model.layers.map(() => context);
const embeds = numbersOf('text_encoder/embeds', 77 * model.embeddingWidth);
const { hidden } = await timed('encode a prompt', () => model.encodeText(embeds));
console.log(`  ${relativeError(hidden, 'text_encoder/last')}`);
const prediction = await timed('predict at 256 pixels', () => model.predict(latents, [999], contexts));
console.log(`  ${relativeError(prediction, 'out_sample')}`);
const target = new Float32Array(prediction.length);
const request = { latents, timesteps: [999], contexts, target, sampleWeights: [1] };
await timed('gradient of all contexts at 256 pixels', () => model.lossGradient(request));
await timed('the same again', () => model.lossGradient(request));
const picture = { prompt: 'a photo of a cat', steps: 2, width: 256, height: 256, seeds: [1] };
await timed('draw 256 pixels in 2 steps', () => generate(model, picture));
await model.close();
const files = readdirSync(cacheDirectory, { recursive: true, encoding: 'utf8' }).map((name) =>
  statSync(join(cacheDirectory, name)),
);
const kept = files.reduce((sum, stats) => sum + (stats.isFile() ? stats.size : 0), 0);
console.log(
  `kept on the disk: ${(kept / 2 ** 20).toFixed(1)} MB of graphs in ${files.filter((stats) => stats.isFile()).length} files`,
);
rmSync(cacheDirectory, { recursive: true });
