import type { DiffusionModel, Tensor } from '@facet/diffusion';
import { InversionError } from '../errors.ts';
import type { PromptBatch } from './prompt-batch.ts';
import type { Sample } from './samples.ts';
import type { TrainedWeights } from './weights.ts';
import { addScaled } from '../vector.ts';

export interface UNetSample extends Sample {
  /** In the loss of its run. */
  readonly weight: number;
  /** For each layer the row of its prompt in the batch. */
  readonly rows: readonly number[];
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
  const passes = Math.ceil(samples.length / samplesPerPass);
  const size = Math.ceil(samples.length / passes);
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
  const n = samples.length;
  const contextSize = model.contextLength * model.hiddenWidth;
  const contexts = model.layers.map((_, layer) => {
    const context = new Float32Array(n * contextSize);
    samples.forEach(({ rows }, i) => context.set(prompts.hidden(rows[layer]!), i * contextSize));
    return context;
  });
  const result = await (weights?.model ?? model).lossGradient({
    latents: stack(samples, (sample) => sample.noised),
    timesteps: samples.map(({ timestep }) => timestep),
    contexts,
    target: stack(samples, (sample) => sample.target).data,
    sampleWeights: samples.map(({ weight }) => weight),
    wantedLayers: layers,
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
  return [...result.losses];
}

function stack(samples: readonly UNetSample[], part: (sample: UNetSample) => Float32Array): Tensor {
  const { shape } = samples[0]!;
  const size = part(samples[0]!).length;
  const data = new Float32Array(samples.length * size);
  samples.forEach((sample, i) => data.set(part(sample), i * size));
  return { data, dims: [samples.length, ...shape] };
}
