import { ATTRIBUTES } from '@facet/base';
import { normals, STREAM, uniforms } from '../random/draws.ts';
import type { ReaderState } from './state.ts';

/** Where in `[4, rows, length]` a row of an attribute starts. */
export const placeOf = (slot: number, row: number, rows: number, length: number): number =>
  (slot * rows + row) * length;

/** `count` numbers from 0 to `among` - 1, with replacement. */
export const choices = (
  seed: number,
  step: number,
  stream: (typeof STREAM)[keyof typeof STREAM],
  count: number,
  among: number,
): number[] => Array.from(uniforms(seed, step, stream, count), (draw) => Math.floor(draw * among));

/** Adds noise of `by` deviations to features `[..., features]`, so that a reader does not hang on the exact numbers. */
export function blur(features: Float32Array, { weights }: ReaderState, by: number, seed: number, step: number): void {
  const { spread } = weights;
  const noise = normals(seed, step, STREAM.readerBlur, features.length);
  for (let i = 0; i < features.length; i++) features[i] = features[i]! + by * spread[i % spread.length]! * noise[i]!;
}

/**
 * Half the mean squared distance of guesses `[4, rows, width]` from the tokens of samples, in squared lengths of words. Its gradient,
 * times `weight`, is added at the rows from `firstRow` on.
 */
export function addRegression(
  guesses: Float32Array,
  cotangent: Float32Array,
  truths: readonly Float32Array[],
  { rows, firstRow, wordLength, weight }: RegressionPlace,
): number {
  const slots = ATTRIBUTES.length;
  const width = truths[0]!.length / slots;
  const scale = 1 / (truths.length * slots * wordLength ** 2);
  let loss = 0;
  truths.forEach((truth, i) => {
    for (let slot = 0; slot < slots; slot++) {
      const start = placeOf(slot, firstRow + i, rows, width);
      for (let at = 0; at < width; at++) {
        const difference = guesses[start + at]! - truth[slot * width + at]!;
        loss += 0.5 * scale * difference ** 2;
        cotangent[start + at] = cotangent[start + at]! + weight * scale * difference;
      }
    }
  });
  return loss;
}

interface RegressionPlace {
  readonly rows: number;
  readonly firstRow: number;
  readonly wordLength: number;
  readonly weight: number;
}
