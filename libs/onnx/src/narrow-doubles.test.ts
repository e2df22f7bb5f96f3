import ort from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { int } from './attributes.ts';
import { makeGraph, makeModel, makeNode, valueInfo } from './build.ts';
import { DataType } from './data-type.ts';
import { foldModel } from './fold.ts';
import { createSession } from './session.ts';
import { bytesTensor } from './tensors.ts';
import type { OnnxModel } from './types.ts';

/** y = float(double(x) + c), as the TorchScript exporter writes parts of a LayerNormalization. */
function widened(constant: number, type: number = DataType.FLOAT): OnnxModel {
  const nodes = [
    makeNode('Cast', ['x'], ['wide'], { to: int(DataType.DOUBLE) }, 'widen'),
    makeNode('Add', ['wide', 'c'], ['sum'], {}, 'add'),
    makeNode('Cast', ['sum'], ['y'], { to: int(type) }, 'narrow'),
  ];
  const c = bytesTensor('c', [], DataType.DOUBLE, new Uint8Array(Float64Array.of(constant).buffer));
  const inputs = [valueInfo('x', DataType.FLOAT, [2])];
  return makeModel(makeGraph({ nodes, inputs, outputs: [valueInfo('y', type, [2])], initializers: [c] }));
}

const types = (model: OnnxModel) => model.proto.graph.valueInfo.map((info) => info.type!.tensorType!.elemType);

test('what is float64 only inside is computed in float32 when that is asked for', async () => {
  const folded = await foldModel(widened(1.5), { narrowDoubles: true });
  expect(types(folded)).not.toContain(DataType.DOUBLE);
  const session = await createSession(folded);
  const { y } = await session.run({ x: new ort.Tensor('float32', [1, -2], [2]) });
  expect(y!.data).toEqual(Float32Array.of(2.5, -0.5));
});

test('a constant beyond the range of float32 stays finite', async () => {
  const session = await createSession(await foldModel(widened(-1.7976931348623157e308), { narrowDoubles: true }));
  const { y } = await session.run({ x: new ort.Tensor('float32', [1, -2], [2]) });
  expect((y!.data as Float32Array).every(Number.isFinite)).toBe(true);
});

test('nothing is narrowed unless it is asked for', async () => {
  expect(types(await foldModel(widened(1.5)))).toEqual([DataType.DOUBLE, DataType.DOUBLE]);
});

test('a model that gives float64 keeps it', async () => {
  expect(types(await foldModel(widened(1.5, DataType.DOUBLE), { narrowDoubles: true }))).toContain(DataType.DOUBLE);
});
