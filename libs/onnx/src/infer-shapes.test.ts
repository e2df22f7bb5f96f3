import { expect, test } from 'vitest';
import { int, ints } from './attributes.ts';
import { makeGraph, makeModel, makeNode, valueInfo } from './build.ts';
import { DataType } from './data-type.ts';
import { inferValueInfo } from './infer-shapes.ts';
import { requireLoadable } from './require-loadable.ts';
import type { NodeProto, OnnxModel } from './types.ts';

function model(nodes: NodeProto[], declared: Record<string, number[]>, opset = 17): OnnxModel {
  const outputs = [{ name: nodes.at(-1)!.output[0]!, metadataProps: [] }];
  const inputs = [valueInfo('x', DataType.FLOAT, [2, 3])];
  const infos = Object.entries(declared).map(([name, dims]) => valueInfo(name, DataType.FLOAT, dims));
  return makeModel(makeGraph({ nodes, inputs, outputs, valueInfo: infos }), { opset });
}

test('a scalar is told from a value whose rank ONNX Runtime does not know', async () => {
  const nodes = [
    makeNode('ReduceMax', ['x'], ['scalar'], { keepdims: int(0) }),
    makeNode('MeanVarianceNormalization', ['x'], ['unknown'], { axes: ints([1]) }),
    makeNode('Mul', ['scalar', 'unknown'], ['y']),
  ];
  const infos = await inferValueInfo(model(nodes, {}));
  expect(infos.get('scalar')!.type!.tensorType!.shape).toEqual({ dim: [] });
  expect(infos.get('unknown')!.type!.tensorType!.shape).toBeUndefined();
});

test('a model without nodes has nothing to infer', async () => {
  const graph = makeGraph({ nodes: [], inputs: [], outputs: [], initializers: [] });
  expect([...(await inferValueInfo(makeModel(graph)))]).toEqual([]);
});

test('a declared shape that the nodes contradict is named, with both', async () => {
  const nodes = [makeNode('Transpose', ['x'], ['t']), makeNode('Exp', ['t'], ['y'])];
  await requireLoadable(model(nodes, { t: [3, 2] }));
  await expect(requireLoadable(model(nodes, { t: [2, 3] }))).rejects.toThrow(
    expect.objectContaining({
      code: 'bad-shape',
      message: "The model declares 't' as FLOAT [2, 3], but its nodes compute FLOAT [3, 2].",
    }),
  );
});

test('what ONNX Runtime does not load is refused with its reason', async () => {
  const nodes = [makeNode('Conv', ['x', 'x'], ['y'], {}, 'flat')];
  await expect(requireLoadable(model(nodes, {}))).rejects.toThrow(
    expect.objectContaining({ code: 'runtime-refused', message: expect.stringMatching(/flat|Conv/) }),
  );
});
