// Compares the graphs of a model of the real size with what diffusers computed, and says what opening it takes:
//   node libs/models/test/full-size.ts out/full/sd1.safetensors     (files by tools/golden/full_models.py)
import { readFileSync } from 'node:fs';
import { createSession, type OnnxModel } from '@facet/onnx';
import { readSafetensors } from '@facet/safetensors';
import { Tensor } from 'onnxruntime-node';
import {
  buildTextTower,
  buildUnet,
  buildVaeDecoder,
  buildVaeEncoder,
  contextName,
  openModelSource,
  readTokenTable,
  weightFingerprint,
} from '../src/index.ts';
import { numbersOf } from './numbers.ts';
import { timed } from './timed.ts';

const path = process.argv[2];
if (path === undefined) throw new Error('usage: node libs/models/test/full-size.ts <checkpoint>');
const goldenPath = path.replace('.safetensors', '.golden.safetensors');
const golden = readSafetensors(readFileSync(goldenPath), goldenPath).tensors;

/** The weights of SDXL do not fit into this machine's memory in float32; unfolded they are widened one at a time. */
const isFrugal = process.argv.includes('--frugal');

type Feeds = Record<string, { data: Float32Array; dims: readonly number[] }>;

const feed = (name: string, dims: readonly number[]): Feeds[string] => ({
  data: numbersOf(
    name,
    dims.reduce((product, dim) => product * dim, 1),
  ),
  dims,
});

async function compare(name: string, model: OnnxModel, feeds: Feeds, outputs: Record<string, string>): Promise<void> {
  const graphOptimizationLevel = isFrugal ? 'disabled' : 'all';
  const settings = { logSeverityLevel: 3, intraOpNumThreads: 1, graphOptimizationLevel } as const;
  const session = await timed(`${name}, session`, () => createSession(model, settings));
  const inputs = Object.entries(feeds).map(([input, { data, dims }]) => [input, new Tensor('float32', data, dims)]);
  const results = await timed(`${name}, run`, () => session.run(Object.fromEntries(inputs)));
  for (const [output, expected] of Object.entries(outputs)) {
    const right = golden.get(expected)!.data;
    const found = results[output]!.data as Float32Array;
    let [difference, largest] = [0, 0];
    for (const [at, value] of right.entries()) {
      difference = Math.max(difference, Math.abs(value - found[at]!));
      largest = Math.max(largest, Math.abs(value));
    }
    console.log(`  ${expected}: error over largest ${(difference / largest).toExponential(1)}`);
  }
  await session.release();
}

const source = await timed('open', () => openModelSource(path));
console.log(source.family, ...source.notes);
const table = await timed('token table', () => readTokenTable(source.textTowers[0]!));
console.log(`  [${table.dims.join(', ')}]`);
await timed('fingerprint', () => console.log(`  ${weightFingerprint(source)}`));
const unet = await timed('build U-Net', () => buildUnet(source.unet.weights, source.unet.config));
console.log(`  ${unet.layers.length} cross-attention layers, ${unet.model.proto.graph.node.length} nodes`);

for (const [at, { weights, config }] of source.textTowers.entries()) {
  const part = at === 0 ? 'text_encoder' : 'text_encoder_2';
  const model = buildTextTower(weights, config, ['last_hidden_state', 'penultimate_hidden_state']);
  const embeds = feed(`${part}/embeds`, [1, config.contextLength, config.width]);
  const outputs = { last_hidden_state: `${part}/last`, penultimate_hidden_state: `${part}/penultimate` };
  await compare(part, model, { inputs_embeds: embeds }, outputs);
}
const { weights, config } = source.vae;
await compare(
  'VAE encoder',
  buildVaeEncoder(weights, config),
  { sample: feed('picture', [1, 3, 128, 128]) },
  { latent_parameters: 'moments' },
);
await compare(
  'VAE decoder',
  buildVaeDecoder(weights, config),
  { latent_sample: feed('decoder_latents', [1, 4, 16, 16]) },
  { sample: 'decoded' },
);

const { contextWidth, added } = source.unet.config;
const context = feed('context', [1, 77, contextWidth]);
const sizes = feed('time_ids', [1, 6]);
await compare(
  'U-Net',
  unet.model,
  {
    sample: feed('latents', [1, 4, 32, 32]),
    timestep: { data: Float32Array.of(999), dims: [1] },
    ...Object.fromEntries(unet.layers.map((_, layer) => [contextName(layer), context])),
    ...(added
      ? {
          text_embeds: feed('text_embeds', [1, added.pooledWidth]),
          time_ids: { ...sizes, data: sizes.data.map((u) => (u + 1) * 512) },
        }
      : {}),
  },
  { out_sample: 'out_sample' },
);
