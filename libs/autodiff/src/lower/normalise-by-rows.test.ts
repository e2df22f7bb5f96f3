import {
  createSession,
  DataType,
  float,
  foldModel,
  int64Tensor,
  makeGraph,
  makeModel,
  makeNode,
  numberTensor,
  requireLoadable,
  valueInfo,
  type OnnxModel,
} from '@facet/onnx';
import ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { random, size } from '../../test/case.ts';
import { normaliseByRows } from '../index.ts';

const [GROUPS, EPSILON] = [2, 1e-6];

interface Form {
  readonly dims: readonly number[];
  readonly scale: readonly number[];
  readonly bias: readonly number[];
}

/** As exporters write it, each channel being scaled and shifted afterwards. */
const plain = { scale: [1, 1], bias: [0, 0] };
const shifted = { scale: [0.5, -2], bias: [0.25, 1] };

/** The groups of channels of x, normalised, in the shape of x; folded as every network is. */
function grouped({ dims, scale, bias }: Form, opset = 17, type: number = DataType.FLOAT): Promise<OnnxModel> {
  const graph = makeGraph({
    nodes: [
      makeNode('Reshape', ['x', 'groups'], ['grouped']),
      makeNode('InstanceNormalization', ['grouped', 'scale', 'bias'], ['normal'], { epsilon: float(EPSILON) }),
      makeNode('Shape', ['x'], ['shape']),
      makeNode('Reshape', ['normal', 'shape'], ['y']),
    ],
    inputs: [valueInfo('x', type, dims)],
    outputs: [valueInfo('y', type, dims)],
    initializers: [
      int64Tensor('groups', [3], [0, GROUPS, -1]),
      numberTensor('scale', [GROUPS], scale, type),
      numberTensor('bias', [GROUPS], bias, type),
    ],
  });
  return foldModel(makeModel(graph, { opset }));
}

/** Numbers whose mean is five times their deviation. */
function numbers(dims: readonly number[]): Float32Array {
  const draw = random(3);
  return Float32Array.from({ length: size(dims) }, () => 2 + 2 * draw());
}

async function run(model: OnnxModel, data: Float32Array, dims: readonly number[]): Promise<Float32Array> {
  const session = await createSession(model, { logSeverityLevel: 3, intraOpNumThreads: 1 });
  try {
    const { y } = await session.run({ x: new ort.Tensor('float32', data, dims) });
    return y!.data as Float32Array;
  } finally {
    await session.release();
  }
}

/** In float64. */
function exactly(data: Float32Array, { dims, scale, bias }: Form): Float64Array {
  const places = data.length / (dims[0]! * GROUPS);
  const result = new Float64Array(data.length);
  for (let at = 0; at * places < data.length; at++) {
    const values = Float64Array.from(data.subarray(at * places, (at + 1) * places));
    const mean = values.reduce((sum, value) => sum + value, 0) / places;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / places;
    const [factor, offset] = [scale[at % GROUPS]! / Math.sqrt(variance + EPSILON), bias[at % GROUPS]!];
    for (const [place, value] of values.entries()) result[at * places + place] = (value - mean) * factor + offset;
  }
  return result;
}

async function error(model: OnnxModel, form: Form): Promise<number> {
  const data = numbers(form.dims);
  const [found, right] = [await run(model, data, form.dims), exactly(data, form)];
  const apart = right.reduce((most, value, at) => Math.max(most, Math.abs(value - found[at]!)), 0);
  return apart / right.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

const normalisations = ({ proto }: OnnxModel): number =>
  proto.graph.node.filter(({ opType }) => opType === 'InstanceNormalization').length;

describe('groups of channels, normalised by rows,', () => {
  it.each<[string, Form]>([
    ['of pictures', { dims: [2, 6, 3, 5], ...plain }],
    ['that are scaled and shifted', { dims: [2, 6, 3, 5], ...shifted }],
    ['of one channel each', { dims: [2, GROUPS, 3, 5], ...plain }],
    ['of places in a line, as attention has them', { dims: [2, 4, 15], ...plain }],
    ['of volumes', { dims: [1, 4, 2, 3, 5], ...shifted }],
  ])('%s have the numbers of the exported graph', async (_, form) => {
    for (const opset of [14, 17, 18, 21]) {
      const byRows = normaliseByRows(await grouped(form, opset));
      expect(normalisations(byRows)).toBe(0);
      await requireLoadable(byRows);
      expect(await error(byRows, form)).toBeLessThan(1e-6);
    }
  });

  it('lose no digits over half a million places whose mean is far from zero, where the exported graph does', async () => {
    const form = { dims: [1, 4, 512, 512], ...plain };
    const model = await grouped(form);
    expect(await error(normaliseByRows(model), form)).toBeLessThan(1e-6);
    expect(await error(model, form)).toBeGreaterThan(1e-6);
  });

  it('stay as they are where there is one row, and in float16', async () => {
    const [row, half] = [
      { dims: [1, GROUPS, 250], ...plain },
      { dims: [1, 4, 3, 5], ...plain },
    ];
    for (const model of [await grouped(row), await grouped(half, 17, DataType.FLOAT16)]) {
      expect(normalisations(model)).toBe(1);
      expect(normaliseByRows(model)).toBe(model);
    }
  });
});
