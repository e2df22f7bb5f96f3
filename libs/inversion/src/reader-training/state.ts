import { ATTRIBUTES } from '@facet/base';
import { adamwUpdate, newAdamWState, type AdamWState } from '../optim/adamw.ts';
import { STREAM, uniforms } from '../random/draws.ts';
import { LEARNED, weightDims, weightNames, type ReaderSize, type ReaderWeights } from '../reader/network.ts';
import type { LearnedGradients } from '../reader/session.ts';
import { concatenated, mean } from '../vector.ts';
import type { Sample } from './samples.ts';

/** A reader while it is trained. */
export interface ReaderState {
  readonly size: ReaderSize;
  readonly weights: ReaderWeights;
  readonly adam: Readonly<Record<(typeof LEARNED)[number], AdamWState>>;
  phase: 'fit' | 'wake';
  /** Steps done in the phase. */
  step: number;
}

/** Wide enough for what an image encoder tells, and a narrow layer that what a token says has to pass. */
const LAYERS = { hidden: 320, narrow: 48 } as const;

/** Features that hardly vary are not blown up: a deviation counts as at least this share of the mean one. */
const SPREAD_FLOOR = 0.3;

/** How much a token's first layer says beside its bias, which is the middle of the attribute's words. */
const FIRST_WEIGHTS = 0.02;

/** A reader that says the middle of each attribute's words whatever it sees. */
export function newReader(
  samples: readonly Sample[],
  vocabulary: Readonly<Record<(typeof ATTRIBUTES)[number], readonly Float32Array[]>>,
  seed: number,
): ReaderState {
  const width = vocabulary.color[0]!.length;
  const size = { ...LAYERS, features: samples[0]!.features.length, width };
  const features = samples.map((sample) => sample.features);
  const centre = mean(features);
  const deviation = centre.map((middle, i) =>
    Math.sqrt(features.reduce((sum, row) => sum + (row[i]! - middle) ** 2, 0) / features.length),
  );
  const floor = (SPREAD_FLOOR * deviation.reduce((sum, value) => sum + value, 0)) / deviation.length;
  const spread = deviation.map((value) => value + floor || 1);
  const weights = {
    mean: centre,
    spread,
    'token.bias': concatenated(ATTRIBUTES.map((attribute) => mean(vocabulary[attribute]))),
    ...Object.fromEntries(
      LEARNED.filter((name) => name !== 'token.bias').map((name, i) => [name, firstValues(size, name, seed, i)]),
    ),
  } as ReaderWeights;
  const adam = Object.fromEntries(LEARNED.map((name) => [name, newAdamWState(weights[name].length)]));
  return { size, weights, adam: adam as ReaderState['adam'], phase: 'fit', step: 0 };
}

/** As PyTorch starts linear layers: uniform within one over the root of the inputs. */
function firstValues(size: ReaderSize, name: (typeof LEARNED)[number], seed: number, key: number): Float32Array {
  const dims = weightDims(size)[name];
  const layer = name.split('.')[0] as 'hidden' | 'narrow' | 'token';
  const inputs = { hidden: size.features, narrow: size.hidden, token: size.narrow }[layer];
  const reach = layer === 'token' ? FIRST_WEIGHTS * Math.sqrt(3) : 1 / Math.sqrt(inputs);
  const count = dims.reduce((product, dim) => product * dim, 1);
  return Float32Array.from(uniforms(seed, key, STREAM.readerStart, count), (draw) => reach * (2 * draw - 1));
}

export interface StepSettings {
  readonly learningRate: number;
  readonly steps: number;
  readonly warmUp: number;
  readonly weightDecay: number;
  /** The length that a longer gradient is brought to. */
  readonly clip: number;
}

const BETAS = { beta1: 0.9, beta2: 0.98, epsilon: 1e-8 } as const;

/** One AdamW step in place; the rate rises over the first steps and falls along half a cosine to nothing. */
export function takeReaderStep(state: ReaderState, gradients: LearnedGradients, settings: StepSettings): void {
  const { learningRate, steps, warmUp, weightDecay, clip } = settings;
  const squares = LEARNED.map((name) => gradients[name].reduce((sum, value) => sum + value * value, 0));
  const length = Math.sqrt(squares.reduce((sum, value) => sum + value, 0));
  const factor = Math.min(1, clip / length);
  const rate =
    learningRate * Math.min(1, (state.step + 1) / warmUp) * 0.5 * (1 + Math.cos((Math.PI * state.step) / steps));
  state.step += 1;
  for (const name of LEARNED) {
    const gradient = factor === 1 ? gradients[name] : gradients[name].map((value) => value * factor);
    const options = { ...BETAS, learningRate: rate, weightDecay };
    adamwUpdate(state.weights[name], gradient, state.adam[name], state.step, options);
  }
}

/** Everything that a checkpoint holds, by name. */
export const arraysOf = ({ size, weights, adam }: ReaderState): Map<string, Float32Array> =>
  new Map<string, Float32Array>([
    ...weightNames(size).map((name) => [name, weights[name]] as const),
    ...LEARNED.flatMap((name) => [
      [`${name}.adam.m`, adam[name].m] as const,
      [`${name}.adam.v`, adam[name].v] as const,
    ]),
  ]);
