/**
 * Gaussian noise by seed, the same numbers as PyTorch's `torch.randn(n, generator=torch.Generator().manual_seed(seed))`
 * on a CPU, so that a seed known from diffusers gives the same picture here: MT19937, 24 random bits per uniform number,
 * Box and Muller over blocks of sixteen. PyTorch's vectorised logarithm and cosine differ in the last bits only.
 */
import { isWithin, SEED_BOUNDS } from '@facet/base';
import { mersenne } from 'pure-rand/generator/mersenne';
import { SamplingError } from './errors.ts';

const BLOCK = 16;
const HALF = BLOCK / 2;

/** @throws SamplingError `bad-option` unless the seed is a whole number from 0 to 2^32 - 1. */
export function checkSeed(seed: number): void {
  if (!isWithin(seed, SEED_BOUNDS)) {
    throw new SamplingError('bad-option', `The seed ${seed} is not a whole number from 0 to ${SEED_BOUNDS.max}.`);
  }
}

/** Turns sixteen uniform numbers in [0, 1) at `from` into sixteen normal ones. */
function boxMuller(values: Float32Array, from: number): void {
  for (let i = from; i < from + HALF; i++) {
    // 1 - u lies in (0, 1], so the logarithm is finite.
    const radius = Math.sqrt(-2 * Math.log(1 - (values[i] ?? 0)));
    const angle = 2 * Math.PI * (values[i + HALF] ?? 0);
    values[i] = radius * Math.cos(angle);
    values[i + HALF] = radius * Math.sin(angle);
  }
}

/**
 * Gives so many standard normal numbers at each call, as PyTorch does of one generator. Up to fifteen numbers PyTorch
 * uses another method; here they are the first of sixteen.
 *
 * @throws SamplingError `bad-option` for a seed out of range.
 */
export function noiseSource(seed: number): (length: number) => Float32Array {
  checkSeed(seed);
  const generator = mersenne(seed);
  const uniform = (): number => (generator.next() & 0xff_ffff) / 0x100_0000;
  return (length) => {
    const size = Math.max(length, BLOCK);
    const values = Float32Array.from({ length: size }, uniform);
    for (let from = 0; from + BLOCK <= size; from += BLOCK) boxMuller(values, from);
    if (size % BLOCK !== 0) {
      // As PyTorch does, the last sixteen are drawn anew when the length is no multiple of sixteen.
      for (let i = size - BLOCK; i < size; i++) values[i] = uniform();
      boxMuller(values, size - BLOCK);
    }
    return values.slice(0, length);
  };
}

/** `length` standard normal numbers, a pure function of the seed: the first that its source gives. */
export const gaussianNoise = (seed: number, length: number): Float32Array => noiseSource(seed)(length);
