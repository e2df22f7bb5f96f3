import { gigabytes } from '@facet/base';
import type { DiffusionModel, WeightValues } from '@facet/diffusion';
import { InversionError } from '../errors.ts';
import { newAdamWState, type AdamWState } from '../optim/adamw.ts';
import type { WeightDifference } from '../tokens/token-set.ts';

/** One weight while it is trained. */
export interface TrainedWeight {
  readonly name: string;
  readonly dims: readonly number[];
  readonly values: Float32Array;
  /** Summed over the passes of a step. */
  readonly gradient: Float32Array;
  readonly adam: AdamWState;
}

/** The U-Net weights that a run trains. */
export interface TrainedWeights {
  readonly all: readonly TrainedWeight[];
  readonly names: readonly string[];
  /** The model with the live values. */
  readonly model: DiffusionModel;
}

/** The model's own values, values and gradient of training, both Adam moments, and the gradient as the graph gives it. */
const COPIES = 6;

/** The named weights at their own values; undefined for none. Throws `not-enough-memory` before it takes any. */
export function newWeights(
  model: DiffusionModel,
  names: readonly string[],
  available = process.availableMemory(),
): TrainedWeights | undefined {
  if (names.length === 0) return undefined;
  const chosen = new Set(names);
  const wanted = model.weights.filter(({ name }) => chosen.has(name));
  const count = wanted.reduce((sum, { dims }) => sum + sizeOf(dims), 0);
  const needed = COPIES * Float32Array.BYTES_PER_ELEMENT * count;
  if (needed > available)
    throw new InversionError(
      'not-enough-memory',
      `Training ${count} weights takes about ${gigabytes(needed)} GB of memory besides the model's activations; ${gigabytes(available)} are available. Take a method that trains fewer weights (custom-diffusion) or none (matte, textual-inversion), or a machine with more memory.`,
    );
  const all = wanted.map(({ name, dims }): TrainedWeight => {
    const values = model.weight(name);
    return { name, dims, values, gradient: new Float32Array(values.length), adam: newAdamWState(values.length) };
  });
  const values: WeightValues = new Map(all.map((weight) => [weight.name, weight.values]));
  return { all, names: all.map(({ name }) => name), model: model.withWeights(values) };
}

/** What training has added to the model's own weights. */
export function differenceOf({ all, model }: TrainedWeights): WeightDifference {
  return new Map(
    all.map(({ name, dims, values }) => {
      const data = model.weight(name);
      for (let i = 0; i < data.length; i++) data[i] = values[i]! - data[i]!;
      return [name, { dims, data }];
    }),
  );
}

const sizeOf = (dims: readonly number[]): number => dims.reduce((product, length) => product * length, 1);
