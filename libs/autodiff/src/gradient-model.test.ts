import {
  createSession,
  DataType,
  elementCount,
  externalTensor,
  float,
  floatTensor,
  int,
  int64Tensor,
  ints,
  makeGraph,
  makeModel,
  makeNode,
  valueInfo,
  type NodeProto,
  type OnnxModel,
  type TensorProto,
} from '@facet/onnx';
import ort from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { AutodiffError, buildGradientModel, shareWeights, type AutodiffErrorCode } from './index.ts';

/** x [2, 4] -> y [2, 4] unless given; every other value is declared [2, 4] too. */
function model(
  nodes: NodeProto[],
  initializers: TensorProto[] = [],
  outputs: Record<string, number[]> = { y: [2, 4] },
  opset = 18,
): OnnxModel {
  const inner = nodes.flatMap((node) => node.output).filter((name) => !(name in outputs));
  const graph = makeGraph({
    nodes,
    inputs: [valueInfo('x', DataType.FLOAT, [2, 4]), valueInfo('z', DataType.FLOAT, [2, 4])],
    outputs: Object.entries(outputs).map(([name, dims]) => valueInfo(name, DataType.FLOAT, dims)),
    initializers,
    valueInfo: inner.map((name) => valueInfo(name, DataType.FLOAT, [2, 4])),
  });
  return makeModel(graph, { opset });
}

const ramp = (dims: number[], from = 1): ort.Tensor => {
  const length = dims.reduce((a, b) => a * b, 1);
  return new ort.Tensor(
    'float32',
    Float32Array.from({ length }, (_, i) => from + i),
    dims,
  );
};

async function run(gradient: OnnxModel, feeds: Record<string, ort.Tensor>): Promise<(name: string) => number[]> {
  const session = await createSession(gradient, { logSeverityLevel: 4 });
  const results = await session.run(feeds);
  await session.release();
  return (name) => Array.from(results[name]!.data as Float32Array);
}

function refusal(build: () => unknown): AutodiffError {
  try {
    build();
  } catch (error) {
    if (error instanceof AutodiffError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const slice = (from: string, to: string, output: string): NodeProto =>
  makeNode('Slice', ['x', from, to, 'axis'], [output]);

const half = (name: string): ReturnType<typeof valueInfo> => valueInfo(name, DataType.FLOAT16, [2, 4]);

const count = (gradient: OnnxModel, opType: string): number =>
  gradient.proto.graph.node.filter((node) => node.opType === opType).length;

/** Two exponentials, with this name between them. */
const twice = (inner: string): OnnxModel =>
  model([makeNode('Exp', ['x'], [inner], {}, inner), makeNode('Exp', [inner], ['y'])]);

const single = (node: NodeProto, outputs: Record<string, number[]> = { y: [2, 4] }): OnnxModel =>
  model([node], [], outputs);

describe('what the gradient model computes', () => {
  test('a value used several times collects the gradients of all its uses', async () => {
    const given = model([makeNode('Mul', ['x', 'x'], ['square']), makeNode('Add', ['square', 'x'], ['y'])]);
    const values = await run(buildGradientModel(given, { of: ['y'], wrt: ['x'] }), {
      x: ramp([2, 4]),
      z: ramp([2, 4]),
      'grad/y': ramp([2, 4]),
    });
    expect(values('grad/x')).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((x) => x * (2 * x + 1)));
    expect(values('y')).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((x) => x * x + x));
  });

  test('two slices of one tensor are joined without adding, as exporters write GEGLU', async () => {
    const ints = [
      ['zero', 0],
      ['two', 2],
      ['four', 4],
      ['axis', 1],
    ] as const;
    const given = model(
      [slice('zero', 'two', 'a'), slice('two', 'four', 'b'), makeNode('Mul', ['a', 'b'], ['y'])],
      ints.map(([name, value]) => int64Tensor(name, [1], [value])),
      { y: [2, 2] },
    );
    for (const info of given.proto.graph.valueInfo) info.type!.tensorType!.shape!.dim[1]!.dimValue = 2;
    const gradient = buildGradientModel(given, { of: ['y'], wrt: ['x'] });
    const values = await run(gradient, { x: ramp([2, 4]), z: ramp([2, 4]), 'grad/y': ramp([2, 2]) });
    expect(values('grad/x')).toEqual([3, 8, 1, 4, 21, 32, 15, 24]);
    expect([count(gradient, 'Add'), count(gradient, 'Pad'), count(gradient, 'Concat')]).toEqual([0, 0, 1]);
  });

  test('several outputs and several inputs, each cotangent and gradient under its own name', async () => {
    const given = model([makeNode('Mul', ['x', 'z'], ['y']), makeNode('Sub', ['x', 'z'], ['w'])], [], {
      y: [2, 4],
      w: [2, 4],
    });
    const gradient = buildGradientModel(given, { of: ['w', 'y'], wrt: ['z', 'x'], prefix: 'd_' });
    expect(gradient.proto.graph.input.map((each) => each.name)).toEqual(['x', 'z', 'd_w', 'd_y']);
    expect(gradient.proto.graph.output.map((each) => each.name)).toEqual(['y', 'w', 'd_z', 'd_x']);
    const ones = new ort.Tensor('float32', new Float32Array(8).fill(1), [2, 4]);
    const values = await run(gradient, { x: ramp([2, 4]), z: ramp([2, 4], 3), d_w: ramp([2, 4]), d_y: ones });
    expect(values('d_z')).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(values('d_x')).toEqual([4, 6, 8, 10, 12, 14, 16, 18]);
  });

  test('a weight is differentiated by the name of its initializer', async () => {
    const given = model(
      [makeNode('MatMul', ['x', 'weight'], ['y'])],
      [floatTensor('weight', [4, 2], [1, 2, 3, 4, 5, 6, 7, 8])],
      { y: [2, 2] },
    );
    const values = await run(buildGradientModel(given, { of: ['y'], wrt: ['weight', 'x'] }), {
      x: ramp([2, 4]),
      z: ramp([2, 4]),
      'grad/y': ramp([2, 2]),
    });
    expect(values('grad/weight')).toEqual([16, 22, 20, 28, 24, 34, 28, 40]);
    expect(values('grad/x')).toEqual([5, 11, 17, 23, 11, 25, 39, 53]);
  });

  test('nothing is written for paths that no wanted value lies on, and no weight is copied', () => {
    const weight = floatTensor('weight', [4, 4], new Float32Array(16));
    const given = model(
      [makeNode('MatMul', ['x', 'weight'], ['a']), makeNode('Exp', ['z'], ['b']), makeNode('Mul', ['a', 'b'], ['y'])],
      [weight],
    );
    const before = JSON.stringify(given.proto.graph.node);
    const gradient = buildGradientModel(given, { of: ['y'], wrt: ['x'] });
    expect(gradient.proto.graph.node.slice(3).map((node) => node.opType)).toEqual(['Mul', 'Gemm', 'Identity']);
    expect(gradient.proto.graph.initializer.filter((each) => each.dims.length > 1)).toEqual([weight]);
    expect(gradient.proto.graph.initializer.find((each) => each.name === 'weight')).toBe(weight);
    expect(JSON.stringify(given.proto.graph.node)).toBe(before);
  });

  test('gradients pass through float16 parts of a float32 graph', async () => {
    const given = model([
      makeNode('Cast', ['x'], ['h'], { to: int(DataType.FLOAT16) }),
      makeNode('Mul', ['h', 'h'], ['s']),
      makeNode('Cast', ['s'], ['y'], { to: int(DataType.FLOAT) }),
    ]);
    given.proto.graph.valueInfo = [half('h'), half('s')];
    const values = await run(buildGradientModel(given, { of: ['y'], wrt: ['x'] }), {
      x: ramp([2, 4]),
      z: ramp([2, 4]),
      'grad/y': ramp([2, 4]),
    });
    expect(values('grad/x')).toEqual([2, 8, 18, 32, 50, 72, 98, 128]);
  });

  test('the gradient model can be differentiated again', async () => {
    const given = model([makeNode('Mul', ['x', 'x'], ['s']), makeNode('Mul', ['s', 'x'], ['y'])]);
    const first = buildGradientModel(given, { of: ['y'], wrt: ['x'] });
    const second = buildGradientModel(first, { of: ['grad/x'], wrt: ['x'], prefix: 'second/' });
    const ones = new ort.Tensor('float32', new Float32Array(8).fill(1), [2, 4]);
    const values = await run(second, { x: ramp([2, 4]), z: ramp([2, 4]), 'grad/y': ones, 'second/grad/x': ones });
    expect(values('second/x')).toEqual([6, 12, 18, 24, 30, 36, 42, 48]);
  });
});

describe('names of the gradient model', () => {
  test('a value between nodes gives way to the interface', async () => {
    const gradient = buildGradientModel(twice('grad/x'), { of: ['y'], wrt: ['x'] });
    expect(gradient.proto.graph.output.map((each) => each.name)).toEqual(['y', 'grad/x']);
    const zeros = new ort.Tensor('float32', new Float32Array(8), [2, 4]);
    const ones = new ort.Tensor('float32', new Float32Array(8).fill(1), [2, 4]);
    const values = await run(gradient, { x: zeros, z: zeros, 'grad/y': ones });
    expect(values('grad/x')[0]).toBeCloseTo(Math.E, 5);
  });

  test('an input or output of that name is not renamed: another prefix is asked for', () => {
    const first = buildGradientModel(twice('e'), { of: ['y'], wrt: ['x'] });
    expect(refusal(() => buildGradientModel(first, { of: ['y'], wrt: ['x'] }))).toMatchObject({
      code: 'name-clash',
      message: expect.stringMatching(/'grad\/y'.*another prefix/),
    });
  });

  test('a value that is named twice is refused', () => {
    expect(refusal(() => buildGradientModel(twice('e'), { of: ['y'], wrt: ['x', 'x'] })).code).toBe('name-clash');
  });
});

describe('a form that a rule does not take into account is refused before the rule is asked', () => {
  const cases: [string, RegExp, () => OnnxModel][] = [
    [
      'an attribute that it does not declare',
      /'mine' \(MaxPool, opset 18\) sets 'storage_order' to 1/,
      () => single(makeNode('MaxPool', ['x'], ['y'], { storage_order: int(1) }, 'mine')),
    ],
    [
      'an attribute that ONNX does not give the operator',
      /'mine' \(Relu, opset 18\) has the attribute 'alpha'/,
      () => single(makeNode('Relu', ['x'], ['y'], { alpha: float(1) }, 'mine')),
    ],
    [
      'a gradient at an output that it does not declare',
      /'mine' \(BatchNormalization, opset 18\) passes a wanted value on by its output 1 \('running_mean'\)/,
      () => {
        const node = makeNode('BatchNormalization', ['x', 'z', 'z', 'z', 'z'], ['n', 'y', 'v'], {}, 'mine');
        return single(node, { y: [4] });
      },
    ],
  ];
  test.each(cases)('%s', (_what, message, given) => {
    const error = refusal(() => buildGradientModel(given(), { of: ['y'], wrt: ['x'] }));
    expect([error.code, error.message]).toEqual(['unsupported-form', expect.stringMatching(message)]);
  });

  test('an attribute that says what its absence would say is no other form', () => {
    const given = single(makeNode('GatherND', ['x', 'i'], ['y'], { batch_dims: int(0) }), { y: [2, 4] });
    given.proto.graph.initializer.push(int64Tensor('i', [2, 1], [1, 0]));
    expect(buildGradientModel(given, { of: ['y'], wrt: ['x'] }).proto.graph.output).toHaveLength(2);
  });

  test('an input whose default a caller may replace counts as no constant', () => {
    const given = single(makeNode('CumSum', ['x', 'axis'], ['y'], {}, 'sum'));
    given.proto.graph.initializer.push(int64Tensor('axis', [], [1]));
    buildGradientModel(given, { of: ['y'], wrt: ['x'] });
    given.proto.graph.input.push(valueInfo('axis', DataType.INT64, []));
    expect(refusal(() => buildGradientModel(given, { of: ['y'], wrt: ['x'] })).message).toMatch(
      /'sum'.*'axis'.*constant/,
    );
  });
});

describe('what is refused, by name', () => {
  const cases: [string, AutodiffErrorCode, RegExp, () => OnnxModel][] = [
    [
      'an operator without a rule',
      'no-rule',
      /node 'mine' \(Det, opset 18\)/,
      () => model([makeNode('Det', ['x'], ['y'], {}, 'mine')]),
    ],
    [
      'quantisation, though integers lie between',
      'no-rule',
      /'quantised' \(QuantizeLinear/,
      () => {
        const nodes = [
          makeNode('QuantizeLinear', ['x', 'scale'], ['q'], {}, 'quantised'),
          makeNode('DequantizeLinear', ['q', 'scale'], ['d']),
          makeNode('Add', ['d', 'x'], ['y']),
        ];
        const given = model(nodes, [floatTensor('scale', [], [0.1])]);
        given.proto.graph.valueInfo = [valueInfo('q', DataType.UINT8, [2, 4]), valueInfo('d', DataType.FLOAT, [2, 4])];
        return given;
      },
    ],
    [
      'an operator of another domain',
      'no-rule',
      /com\.microsoft\.Gelu/,
      () => model([{ ...makeNode('Gelu', ['x'], ['y']), domain: 'com.microsoft' }]),
    ],
    [
      'a form that a rule does not know',
      'unsupported-form',
      /'pool'.*sets 'storage_order' to 1/,
      () => model([makeNode('MaxPool', ['x'], ['y'], { storage_order: int(1) }, 'pool')]),
    ],
    [
      'an input that its operator cannot differentiate',
      'unsupported-input',
      /Tile.*input 1/,
      () => model([makeNode('Tile', ['z', 'x'], ['y'])]),
    ],
    [
      'a shape that is not static',
      'not-static',
      /'open'/,
      () => {
        const given = model([makeNode('Exp', ['x'], ['open']), makeNode('Exp', ['open'], ['y'])]);
        given.proto.graph.valueInfo = [valueInfo('open', DataType.FLOAT, ['batch', 4])];
        return given;
      },
    ],
    [
      'an input without a path',
      'no-path',
      /'x' to 'y'/,
      () => model([makeNode('Floor', ['x'], ['f']), makeNode('Add', ['f', 'z'], ['y'])]),
    ],
    [
      'an opset that is too old',
      'opset',
      /opset 11/,
      () => model([makeNode('Exp', ['x'], ['y'])], [], { y: [2, 4] }, 11),
    ],
  ];
  test.each(cases)('%s', (_what, code, message, given) => {
    const error = refusal(() => buildGradientModel(given(), { of: ['y'], wrt: ['x'] }));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  test('a graph inside a node', () => {
    const branch = makeGraph({
      nodes: [makeNode('Exp', ['x'], ['inner'])],
      inputs: [],
      outputs: [valueInfo('inner', DataType.FLOAT, [2, 4])],
    });
    const node = makeNode('If', ['condition'], ['y'], {}, 'choice');
    for (const name of ['then_branch', 'else_branch'])
      node.attribute.push({
        name,
        type: 5,
        g: branch,
        floats: [],
        ints: [],
        strings: [],
        tensors: [],
        graphs: [],
        sparseTensors: [],
        typeProtos: [],
      });
    const error = refusal(() => buildGradientModel(model([node]), { of: ['y'], wrt: ['x'] }));
    expect([error.code, error.message]).toEqual(['subgraph', expect.stringMatching(/'choice' \(If, opset 18\)/)]);
  });

  test('names that the model does not have', () => {
    const given = model([makeNode('Exp', ['x'], ['y'])]);
    expect(refusal(() => buildGradientModel(given, { of: ['x'], wrt: ['x'] })).message).toMatch(/'x' in `of`.*'y'/);
    expect(refusal(() => buildGradientModel(given, { of: ['y'], wrt: ['w'] })).message).toMatch(
      /'w' in `wrt`.*'x', 'z'/,
    );
  });
});

test.each([
  { opType: 'Conv', weight: [512, 512, 1, 1], x: [1, 512, 2, 2] },
  { opType: 'MatMul', weight: [512, 512], x: [4, 512] },
  { opType: 'Gemm', weight: [512, 512], x: [4, 512] },
])('a large weight that $opType and its gradient share can be kept once, with the same results', async (given) => {
  const { opType, weight, x } = given;
  const numbers = Float32Array.from({ length: 512 * 512 }, (_, i) => Math.sin(i));
  const graph = makeGraph({
    nodes: [makeNode(opType, ['x', 'weight'], ['y'])],
    inputs: [valueInfo('x', DataType.FLOAT, x)],
    outputs: [valueInfo('y', DataType.FLOAT, x)],
    initializers: [floatTensor('weight', weight, numbers)],
  });
  const plain = buildGradientModel(makeModel(graph, { opset: 18 }), { of: ['y'], wrt: ['x'] });
  const shared = shareWeights(plain);
  expect(shared.proto.graph.input.map((each) => each.name)).toEqual(['x', 'grad/y', 'weight']);
  const feeds = { x: ramp(x), 'grad/y': ramp(x) };
  const [a, b] = [(await run(plain, feeds))('grad/x'), (await run(shared, feeds))('grad/x')];
  const scale = Math.max(...a.map(Math.abs));
  expect(Math.max(...a.map((value, i) => Math.abs(value - b[i]!)))).toBeLessThan(1e-5 * scale);
});

test.each([
  { channels: 640, side: 16, opType: 'Conv', because: 'small' },
  { channels: 1280, side: 16, opType: 'ConvTranspose', because: 'large for its places' },
  { channels: 1280, side: 32, opType: 'Conv', because: 'used at many places' },
])('a kernel of $channels channels at $side x $side places is $because: its gradient is a $opType', (given) => {
  const { channels, side, opType } = given;
  const dims = [channels, channels, 3, 3];
  const shape = [1, channels, side, side];
  const place = { location: 'weights', offset: 0, length: 4 * elementCount(dims) };
  const graph = makeGraph({
    nodes: [makeNode('Conv', ['x', 'kernel'], ['y'], { pads: ints([1, 1, 1, 1]) })],
    inputs: [valueInfo('x', DataType.FLOAT, shape)],
    outputs: [valueInfo('y', DataType.FLOAT, shape)],
    initializers: [externalTensor('kernel', dims, DataType.FLOAT, place)],
  });
  const { proto } = buildGradientModel(makeModel(graph, { opset: 18 }), { of: ['y'], wrt: ['x'] });
  const found = proto.graph.node.filter(({ input }) => input[0] === 'grad/y').map((node) => node.opType);
  expect(found).toEqual([opType]);
});
