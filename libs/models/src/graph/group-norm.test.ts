import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSession } from '@facet/onnx';
import { Tensor } from 'onnxruntime-node';
import { afterAll, expect, it } from 'vitest';
import { numbersOf } from '../../test/numbers.ts';
import { relativeError } from '../../test/relative-error.ts';
import { Weights } from '../weights/weights.ts';
import { GraphBuilder } from './builder.ts';
import { groupNorm, groupNormByRows } from './group-norm.ts';

const [CHANNELS, GROUPS, EPSILON] = [4, 2, 1e-6];
const scale = Float32Array.of(0.5, 2, 1, -1);
const shift = Float32Array.of(0, 1, -3, 0.25);

const temporary = mkdtempSync(join(tmpdir(), 'facet-group-norm-'));
afterAll(() => rmSync(temporary, { recursive: true }));
const file = join(temporary, 'weights.bin');
writeFileSync(file, Float32Array.of(...scale, ...shift));
const stored = (offset: number) => ({ file, dtype: 'F32', dims: [CHANNELS], offset, length: scale.byteLength });
const weights = new Weights(
  'the test',
  new Map([
    ['norm.weight', stored(0)],
    ['norm.bias', stored(scale.byteLength)],
  ]),
);

async function normalised(build: typeof groupNorm, data: Float32Array, dims: readonly number[]): Promise<Float32Array> {
  const g = new GraphBuilder(weights);
  const x = g.input('x', ['batch', CHANNELS, 'height', 'width']);
  const y = build(g, x, 'norm', { channels: CHANNELS, groups: GROUPS, epsilon: EPSILON });
  const session = await createSession(
    g.finish('norm', [{ name: g.output('y', y), dims: ['batch', CHANNELS, 'height', 'width'] }]),
    { logSeverityLevel: 3 },
  );
  try {
    const { y: found } = await session.run({ x: new Tensor('float32', data, dims) });
    return found!.data as Float32Array;
  } finally {
    await session.release();
  }
}

/** In float64. */
function exactly(data: Float32Array, [batch = 0, , height = 0, width = 0]: readonly number[]): Float32Array {
  const places = height * width;
  const size = (CHANNELS / GROUPS) * places;
  const result = new Float32Array(data.length);
  for (let group = 0; group < batch * GROUPS; group++) {
    const values = Float64Array.from(data.subarray(group * size, (group + 1) * size));
    const mean = values.reduce((sum, value) => sum + value, 0) / size;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / size;
    for (const [at, value] of values.entries()) {
      const channel = Math.floor((group * size + at) / places) % CHANNELS;
      result[group * size + at] = ((value - mean) / Math.sqrt(variance + EPSILON)) * scale[channel]! + shift[channel]!;
    }
  }
  return result;
}

it('both forms normalise each group of channels of each picture', async () => {
  const dims = [2, CHANNELS, 3, 5];
  const data = numbersOf('small', 2 * CHANNELS * 15);
  const right = exactly(data, dims);
  expect(relativeError(await normalised(groupNorm, data, dims), right)).toBeLessThan(1e-6);
  expect(relativeError(await normalised(groupNormByRows, data, dims), right)).toBeLessThan(1e-6);
});

it('the form for pictures loses no digits over half a million places whose mean is far from zero', async () => {
  const side = 512;
  const dims = [1, CHANNELS, side, side];
  const data = numbersOf('large', CHANNELS * side * side).map((value) => value + 3);
  const right = exactly(data, dims);
  expect(relativeError(await normalised(groupNormByRows, data, dims), right)).toBeLessThan(1e-6);
});
