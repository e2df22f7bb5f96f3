import type { DiffusionModel, Tensor } from '@facet/diffusion';
import { InversionError } from '../errors.ts';
import { equalParts } from './pass-sizes.ts';
import type { PromptBatch } from './prompt-batch.ts';
import type { Sample } from './samples.ts';
import type { TrainedWeights } from './weights.ts';
import { addScaled } from '../vector.ts';

export interface UNetSample extends Sample {
  /** In the loss of its run. */
  readonly weight: number;
  /** For each layer the row of its prompt in the batch. */
  readonly rows: readonly number[];
  /** The row of the prompt whose pooled vector conditions the whole U-Net, of a model that takes one. */
  readonly pooledRow: number | undefined;
}

/**
 * Runs forward and backward over all samples and adds the conditioning's gradient to the prompts. The samples are cut
 * into equal passes, because each batch size has its own session. With `weights` the samples are of one run, pass through its
 * own weights, and give their gradients. Returns each sample's loss, not weighted.
 */
export async function runUNet(
  model: DiffusionModel,
  samples: readonly UNetSample[],
  prompts: PromptBatch,
  layers: readonly number[],
  samplesPerPass: number,
  weights: TrainedWeights | undefined,
): Promise<number[]> {
  for (const { gradient } of weights?.all ?? []) gradient.fill(0);
  const size = equalParts(samples.length, samplesPerPass);
  const losses: number[] = [];
  for (let start = 0; start < samples.length; start += size)
    losses.push(...(await runPass(model, samples.slice(start, start + size), prompts, layers, weights)));
  return losses;
}

async function runPass(
  model: DiffusionModel,
  samples: readonly UNetSample[],
  prompts: PromptBatch,
  layers: readonly number[],
  weights: TrainedWeights | undefined,
): Promise<number[]> {
  const contextSize = model.contextLength * model.hiddenWidth;
  const contexts = model.layers.map((_, layer) =>
    stackRows(samples, contextSize, ({ rows }) => prompts.hidden(rows[layer]!)),
  );
  const { pooledWidth } = model;
  const result = await (weights?.model ?? model).lossGradient({
    latents: stack(samples, (sample) => sample.noised),
    timesteps: samples.map(({ timestep }) => timestep),
    contexts,
    target: stack(samples, (sample) => sample.target).data,
    sampleWeights: samples.map(({ weight }) => weight),
    wantedLayers: layers,
    ...(pooledWidth !== undefined && {
      pooled: stackRows(samples, pooledWidth, ({ pooledRow }) => prompts.pooled(pooledRow!)),
      wantsPooled: true,
    }),
    ...(weights === undefined ? {} : { wantedWeights: weights.names }),
  });
  for (const { name, gradient } of weights?.all ?? []) addScaled(gradient, result.gradWeights.get(name)!, 1);
  for (const layer of layers) {
    const gradient = result.gradContexts[layer];
    if (gradient === undefined)
      throw new InversionError('invalid-input', `The model gave no gradient for layer ${layer}.`);
    samples.forEach(({ rows }, i) =>
      prompts.addGradient(rows[layer]!, gradient.subarray(i * contextSize, (i + 1) * contextSize)),
    );
  }
  if (pooledWidth !== undefined)
    samples.forEach(({ pooledRow }, i) =>
      prompts.addPooledGradient(pooledRow!, result.gradPooled!.subarray(i * pooledWidth, (i + 1) * pooledWidth)),
    );
  return [...result.losses];
}

/** One row of each sample, under each other. */
function stackRows(
  samples: readonly UNetSample[],
  size: number,
  rowOf: (sample: UNetSample) => Float32Array,
): Float32Array {
  const data = new Float32Array(samples.length * size);
  samples.forEach((sample, i) => data.set(rowOf(sample), i * size));
  return data;
}

function stack(samples: readonly UNetSample[], part: (sample: UNetSample) => Float32Array): Tensor {
  const { shape } = samples[0]!;
  const size = part(samples[0]!).length;
  return { data: stackRows(samples, size, part), dims: [samples.length, ...shape] };
}
