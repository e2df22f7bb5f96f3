import { Tensor } from 'onnxruntime-node';
import { expect, test, vi } from 'vitest';
import { goldenNet, goldenPath } from '../test/golden.ts';
import { differenceFromTorch } from '../test/run-net.ts';
import { int } from './attributes.ts';
import { cloneModel, makeGraph, makeModel, makeNode, valueInfo } from './build.ts';
import { DataType } from './data-type.ts';
import { isExternal } from './external-data.ts';
import { foldModel } from './fold.ts';
import { GraphIndex } from './graph-index.ts';
import { encodeModel, readModel } from './io.ts';
import { createSession } from './session.ts';
import { ShapeIndex } from './shapes.ts';
import { bytesTensor, floatTensor, numberTensor } from './tensors.ts';
import { topologicalSort } from './topological-sort.ts';
import type { OnnxModel } from './types.ts';
import { findProblems } from './validate.ts';

const { sample, context } = goldenNet();
const shapes = { sample: sample.dims, context: context.dims };

const operators = (model: OnnxModel) => new Set(model.proto.graph.node.map((node) => node.opType));

/** onnxruntime-node 1.30 on Node 24 cannot take float16 tensors from JavaScript, so the graph converts them itself. */
function withFloatInterface(model: OnnxModel): OnnxModel {
  const wrapped = cloneModel(model);
  const { graph } = wrapped.proto;
  for (const info of [...graph.input, ...graph.output]) {
    const type = info.type!.tensorType!;
    if (type.elemType !== DataType.FLOAT16) continue;
    type.elemType = DataType.FLOAT;
    const half = `${info.name}/half`;
    const isInput = graph.input.includes(info);
    for (const node of graph.node) {
      const names = isInput ? node.input : node.output;
      for (const [at, name] of names.entries()) if (name === info.name) names[at] = half;
    }
    const to = int(isInput ? DataType.FLOAT16 : DataType.FLOAT);
    graph.node.push(makeNode('Cast', isInput ? [info.name] : [half], isInput ? [half] : [info.name], { to }));
  }
  topologicalSort(graph);
  return wrapped;
}

function valuesWithoutShape(model: OnnxModel): string[] {
  const index = new ShapeIndex(model);
  const values = model.proto.graph.node.flatMap((node) => node.output.filter(Boolean));
  return values.filter((name) => index.shape(name) === undefined || index.elementType(name) === undefined);
}

test.each([
  ['net-torchscript.onnx', 1e-5],
  ['net-dynamo.onnx', 1e-5],
  ['net-external.onnx', 1e-5],
  ['net-half-storage.onnx', 2e-3],
  ['net-half.onnx', 5e-3],
])('%s folds to a valid static graph that computes the same', async (name, tolerance) => {
  const folded = await foldModel(goldenPath(name), { shapes });
  expect(valuesWithoutShape(folded)).toEqual([]);
  expect(findProblems(folded)).toEqual([]);
  expect(folded.proto.opsetImport).toEqual(readModel(goldenPath(name)).proto.opsetImport);
  for (const operator of ['Shape', 'ConstantOfShape', 'Constant', 'Identity', 'If'])
    expect(operators(folded)).not.toContain(operator);
  const session = await createSession(withFloatInterface(folded));
  expect(await differenceFromTorch(session)).toBeLessThan(tolerance);
});

test('weights stay what they were: the same references, in the original files', async () => {
  const original = readModel(goldenPath('net-external.onnx'));
  const folded = await foldModel(original, { shapes });
  const weights = folded.proto.graph.initializer.filter(isExternal);
  expect(weights.length).toBeGreaterThan(3);
  for (const tensor of weights) expect(original.proto.graph.initializer).toContainEqual(tensor);
  expect(folded.directory).toBe(original.directory);
  expect(encodeModel(folded).byteLength).toBeLessThan(20_000);
});

test('float16 weights behind a Cast are not doubled into float32', async () => {
  const folded = await foldModel(goldenPath('net-half-storage.onnx'), { shapes });
  const weight = folded.proto.graph.initializer.find((tensor) => tensor.name === 'down.weight_half')!;
  expect(weight.dataType).toBe(DataType.FLOAT16);
  expect(operators(folded)).toContain('Cast');
});

test('a graph that computes in float16 keeps its operators and types', async () => {
  const folded = await foldModel(goldenPath('net-half.onnx'), { shapes });
  const types = new ShapeIndex(folded);
  const softmax = folded.proto.graph.node.find((node) => node.opType === 'Softmax')!;
  expect(types.elementType(softmax.output[0]!)).toBe(DataType.FLOAT16);
  expect(operators(folded)).not.toContain('Exp');
  expect(folded.proto.graph.node.some((node) => node.name.includes('InsertedPrecisionFreeCast'))).toBe(false);
});

test.each([
  ['float32', DataType.FLOAT],
  ['float16', DataType.FLOAT16],
])('of a weight to be kept no use is folded or fused away, in %s', async (_name, type) => {
  const nodes = [
    makeNode('Cast', ['x'], ['narrow'], { to: int(type) }),
    makeNode('Transpose', ['w'], ['wt'], {}, 'transpose'),
    makeNode('MatMul', ['narrow', 'w'], ['a'], {}, 'first'),
    makeNode('MatMul', ['a', 'wt'], ['b'], {}, 'second'),
    makeNode('Cast', ['b'], ['y'], { to: int(DataType.FLOAT) }),
  ];
  const graph = makeGraph({
    nodes,
    inputs: [valueInfo('x', DataType.FLOAT, [2, 2])],
    outputs: [valueInfo('y', DataType.FLOAT, [2, 2])],
    initializers: [numberTensor('w', [2, 2], [1, 2, 3, 4], type)],
  });
  const readers = async (keep: string[]): Promise<string[]> => {
    const folded = await foldModel(makeModel(graph), { keep });
    return new GraphIndex(folded.proto.graph)
      .consumers('w')
      .map((node) => node.opType)
      .toSorted();
  };
  expect(await readers(['w'])).toEqual(['MatMul', 'Transpose']);
  expect(await readers([])).toEqual(['MatMul']);
});

test('the original is not changed', async () => {
  const original = readModel(goldenPath('net-torchscript.onnx'));
  await foldModel(original, { shapes });
  expect(original.proto).toEqual(readModel(goldenPath('net-torchscript.onnx')).proto);
});

test('a folder for temporary files that cannot be written is named', async () => {
  vi.stubEnv('TMPDIR', '/dev/null/nowhere');
  await expect(foldModel(goldenPath('net-torchscript.onnx'), { shapes })).rejects.toThrow(
    expect.objectContaining({
      code: 'write-failed',
      message: expect.stringMatching(/\/dev\/null\/nowhere \(TMPDIR\)/),
    }),
  );
  vi.unstubAllEnvs();
});

test('an input that stays open is named', async () => {
  await expect(foldModel(goldenPath('net-torchscript.onnx'), { shapes: { sample: [1, 4, 8, 8] } })).rejects.toThrow(
    /context: \[1, sequence, 16\]/,
  );
});

test('what ONNX Runtime refuses is named with its reason', async () => {
  const nodes = [makeNode('Foo', ['x'], ['y'], {}, 'strange')];
  const graph = makeGraph({
    nodes,
    inputs: [valueInfo('x', DataType.FLOAT, [1])],
    outputs: [valueInfo('y', DataType.FLOAT, [1])],
  });
  await expect(foldModel(makeModel(graph))).rejects.toThrow(
    expect.objectContaining({ code: 'runtime-refused', message: expect.stringMatching(/strange.*Foo/) }),
  );
});

test('shapes that contradict the graph are named, not folded', async () => {
  const nodes = [makeNode('MatMul', ['x', 'w'], ['y'], {}, 'product')];
  const inputs = [valueInfo('x', DataType.FLOAT, ['n', 'k'])];
  const graph = makeGraph({
    nodes,
    inputs,
    outputs: [valueInfo('y', DataType.FLOAT)],
    initializers: [floatTensor('w', [3, 1], [1, 2, 3])],
  });
  await expect(foldModel(makeModel(graph), { shapes: { x: [2, 4] } })).rejects.toThrow(/product/);
});

test('a weight stored in bfloat16 stays so, behind its Cast, and the folded graph computes with it', async () => {
  const width = 128;
  const stored = new Uint16Array(width * width).fill(0x3fc0);
  const graph = makeGraph({
    nodes: [makeNode('Cast', ['w'], ['wide'], { to: int(DataType.FLOAT) }), makeNode('MatMul', ['x', 'wide'], ['y'])],
    inputs: [valueInfo('x', DataType.FLOAT, ['n', width])],
    outputs: [valueInfo('y', DataType.FLOAT, ['n', width])],
    initializers: [bytesTensor('w', [width, width], DataType.BFLOAT16, new Uint8Array(stored.buffer))],
  });
  const folded = await foldModel(makeModel(graph), { shapes: { x: [1, width] } });
  expect(folded.proto.graph.initializer.map(({ name, dataType }) => [name, dataType])).toEqual([
    ['w', DataType.BFLOAT16],
  ]);
  const session = await createSession(folded);
  const { y } = await session.run({ x: new Tensor('float32', new Float32Array(width).fill(1), [1, width]) });
  await session.release();
  expect(new Set(y!.data as Float32Array)).toEqual(new Set([1.5 * width]));
});
