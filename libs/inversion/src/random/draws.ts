import { InversionError } from '../errors.ts';
import { philox, type Counter } from './philox.ts';

/** Separate streams of one (seed, step), so that adding draws to one never shifts another. */
export const STREAM = {
  timestep: 0,
  noise: 1,
  template: 2,
  bootstrap: 3,
  priorTimestep: 4,
  priorNoise: 5,
  priorPicture: 6,
  probe: 7,
  readerSample: 8,
  readerSampleNoise: 9,
  readerView: 10,
  readerTint: 18,
  readerStart: 11,
  readerChoice: 12,
  readerBlur: 13,
  readerReplay: 14,
  readerTurn: 15,
  readerTimestep: 16,
  readerNoise: 17,
} as const;
export type Stream = (typeof STREAM)[keyof typeof STREAM];

function keyOf(seed: number): readonly [number, number] {
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new InversionError('invalid-input', `Seed ${seed} is not an integer from 0 to 2^53 - 1.`);
  return [seed >>> 0, Math.floor(seed / 0x1_0000_0000) >>> 0];
}

const counterOf = (step: number, stream: Stream, block: number): Counter => [block >>> 0, stream, step >>> 0, 0];

/** `count` numbers uniform in [0, 1) with 32 bits each, a pure function of (seed, step, stream). */
export function uniforms(seed: number, step: number, stream: Stream, count: number): Float64Array {
  const key = keyOf(seed);
  const out = new Float64Array(count);
  for (let i = 0; i < count; i += 4) {
    const words = philox(counterOf(step, stream, i / 4), key);
    for (let j = 0; j < 4 && i + j < count; j++) out[i + j] = words[j as 0 | 1 | 2 | 3] / 0x1_0000_0000;
  }
  return out;
}

/** `count` standard normal numbers by Box and Muller, a pure function of (seed, step, stream). */
export function normals(seed: number, step: number, stream: Stream, count: number): Float32Array {
  const u = uniforms(seed, step, stream, count + (count % 2));
  const out = new Float32Array(count);
  for (let i = 0; i < count; i += 2) {
    // 1 - u lies in (0, 1], so the logarithm is finite.
    const radius = Math.sqrt(-2 * Math.log(1 - u[i]!));
    const angle = 2 * Math.PI * u[i + 1]!;
    out[i] = radius * Math.cos(angle);
    if (i + 1 < count) out[i + 1] = radius * Math.sin(angle);
  }
  return out;
}

/**
 * `count` whole timesteps in [low, high), each uniform on its own and together spread evenly (stratified: the range is
 * cut into `count` equal parts with one draw in each), which lowers the variance of a step's loss at no cost.
 */
export function stratifiedTimesteps(
  seed: number,
  step: number,
  count: number,
  low: number,
  high: number,
  stream: Stream = STREAM.timestep,
): number[] {
  const u = uniforms(seed, step, stream, count + 1);
  // A common rotation keeps each draw's own distribution uniform whatever its stratum is.
  return Array.from({ length: count }, (_, i) => {
    const place = ((i + u[i]!) / count + u[count]!) % 1;
    return Math.min(high - 1, low + Math.floor(place * (high - low)));
  });
}
