import { join } from 'node:path';
import {
  DataType,
  float,
  floatTensor,
  GraphIndex,
  int64Tensor,
  makeGraph,
  makeModel,
  makeNode,
  valueInfo,
  type NodeProto,
  type OnnxModel,
  type TensorProto,
} from '@facet/onnx';
import { describe, expect, test, vi } from 'vitest';
import { AutodiffError, buildGradientModel } from './index.ts';
import { errorOf, readGenerated } from '../test/generated.ts';

// As if every value of more than two numbers were large.
vi.mock('./kept-bytes.ts', () => ({ KEPT_BYTES_MAX: 9 }));

const [channels, side] = [4, 3];
const image = [1, channels, side, side];

const shaped = (name: string, dims: readonly number[]) => valueInfo(name, DataType.FLOAT, dims);

/** A graph in which every value has the shape [1, 4, 3, 3] but for those that are said. */
function graphOf(
  nodes: NodeProto[],
  shapes: Readonly<Record<string, readonly number[]>> = {},
  initializers: TensorProto[] = [],
): OnnxModel {
  const outputs = nodes.flatMap(({ output }) => output);
  const graph = makeGraph({
    nodes,
    inputs: [shaped('x', image)],
    outputs: [shaped('y', shapes['y'] ?? image)],
    initializers: [
      ...initializers,
      floatTensor('kernel', [channels, channels, 1, 1], new Float32Array(channels * channels)),
      floatTensor('each', [channels, 1, 1], new Float32Array(channels)),
      ...Object.entries({ one: 1, half: 0.5, root: Math.SQRT2 }).map(([name, number]) =>
        floatTensor(name, [], Float32Array.of(number)),
      ),
    ],
    valueInfo: outputs.filter((name) => name !== 'y').map((name) => shaped(name, shapes[name] ?? image)),
  });
  return makeModel(graph, { opset: 17 });
}

const convolution = (x: string, y: string): NodeProto => makeNode('Conv', [x, 'kernel'], [y]);

const isBackward = ({ output }: NodeProto): boolean => output[0]!.startsWith('grad/');

/** The values of the forward part that the backward part reads. */
function keptValues({ proto }: OnnxModel): string[] {
  const computed = new Set(proto.graph.node.filter((node) => !isBackward(node)).flatMap(({ output }) => output));
  const read = proto.graph.node.filter(isBackward).flatMap(({ input }) => input);
  return [...new Set(read)].filter((name) => computed.has(name)).toSorted();
}

const gradientOf = (model: OnnxModel): OnnxModel => buildGradientModel(model, { of: ['y'], wrt: ['x'] });

const gelu = [
  makeNode('Div', ['a', 'root'], ['u']),
  makeNode('Erf', ['u'], ['erf']),
  makeNode('Add', ['erf', 'one'], ['e']),
  makeNode('Mul', ['a', 'e'], ['product']),
];

const normalised = [
  makeNode('Reshape', ['a', 'groups'], ['grouped']),
  makeNode('InstanceNormalization', ['grouped', 'ones', 'zeros'], ['n'], { epsilon: float(1e-5) }),
  makeNode('Reshape', ['n', 'shape'], ['shapedN']),
  makeNode('Mul', ['shapedN', 'each'], ['scaled']),
  makeNode('Add', ['scaled', 'each'], ['h']),
  makeNode('Sigmoid', ['h'], ['sigmoid']),
  makeNode('Mul', ['h', 'sigmoid'], ['silu']),
];
const rows = [1, 2, (channels / 2) * side * side];
const normalisedShapes = { grouped: rows, n: rows };
const normalisedTensors = [
  int64Tensor('groups', [3], rows),
  int64Tensor('shape', [4], image),
  floatTensor('ones', [2], Float32Array.of(1, 1)),
  floatTensor('zeros', [2], new Float32Array(2)),
];

describe('of a chain of cheap operators a gradient graph keeps what it begins with', () => {
  test('GELU, times something that needs its result', () => {
    const model = graphOf([
      convolution('x', 'a'),
      convolution('x', 'b'),
      ...gelu,
      makeNode('Mul', ['product', 'half'], ['g']),
      makeNode('Mul', ['g', 'b'], ['y']),
    ]);
    expect(keptValues(gradientOf(model))).toEqual(['a', 'b']);
  });

  test('group normalisation and SiLU', () => {
    const nodes = [convolution('x', 'a'), ...normalised, convolution('silu', 'y')];
    expect(keptValues(gradientOf(graphOf(nodes, normalisedShapes, normalisedTensors)))).toEqual(['a']);
  });

  test('what a shift is added to is let go for the sum', () => {
    const nodes = [
      convolution('x', 'before'),
      makeNode('Add', ['before', 'each'], ['a']),
      ...normalised,
      convolution('silu', 'y'),
    ];
    expect(keptValues(gradientOf(graphOf(nodes, normalisedShapes, normalisedTensors)))).toEqual(['a']);
  });
});

describe('what would cost as much memory again is kept', () => {
  test('the one result that is read of a chain', () => {
    const model = graphOf([convolution('x', 'a'), makeNode('Sigmoid', ['a'], ['s']), convolution('s', 'y')]);
    expect(keptValues(gradientOf(model))).toEqual(['s']);
  });

  test('the sum of two that are not kept', () => {
    const model = graphOf([
      convolution('x', 'a'),
      convolution('x', 'b'),
      makeNode('Add', ['a', 'b'], ['sum']),
      makeNode('Sin', ['sum'], ['y']),
    ]);
    expect(keptValues(gradientOf(model))).toEqual(['sum']);
  });
});

test('nothing is computed again before the gradient has come there, or ONNX Runtime would take what it had computed before', () => {
  const nodes = [convolution('x', 'a'), ...normalised, convolution('silu', 'y')];
  const { proto } = gradientOf(graphOf(nodes, normalisedShapes, normalisedTensors));
  const index = new GraphIndex(proto.graph);
  const waits = (name: string): boolean =>
    name === 'grad/y' || (index.producer(name)?.input.some((each) => waits(each)) ?? false);
  const again = proto.graph.node.flatMap(({ output }) => output).filter((name) => name.startsWith('grad/again/'));
  expect(again.map((name) => index.producer(name)!.opType)).toContain('InstanceNormalization');
  expect(again.filter((name) => !waits(name))).toEqual([]);
});

test("random graphs that keep as little as they can have PyTorch's gradients", async () => {
  const graphs = readGenerated(join(import.meta.dirname, '../test/golden/generated.json.gz'));
  const faults: string[] = [];
  for (const graph of graphs.filter((_, at) => at % 4 === 0)) {
    const error = await errorOf(graph);
    if (error instanceof AutodiffError || error > 2e-5) faults.push(`${graph.operator}: ${String(error)}`);
  }
  expect(faults).toEqual([]);
});
