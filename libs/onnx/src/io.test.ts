import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Tensor } from 'onnxruntime-node';
import { afterAll, expect, test } from 'vitest';
import { tensorAttr } from './attributes.ts';
import { makeGraph, makeModel, makeNode, valueInfo } from './build.ts';
import { DataType } from './data-type.ts';
import { isExternal } from './external-data.ts';
import { foldModel } from './fold.ts';
import { encodeModel, openModel, parseModel, readModel } from './io.ts';
import { createSession } from './session.ts';
import { externalTensor, floatTensor, readFloats } from './tensors.ts';

const folder = mkdtempSync(join(tmpdir(), 'facet-onnx-'));
afterAll(() => rmSync(folder, { recursive: true }));

const notModels: Record<string, Uint8Array> = {
  'an empty file': Uint8Array.of(),
  'a PNG picture': Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]),
  'a JPEG picture': Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70, 0]),
  'a zip archive': Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0]),
  'an HTML page': Buffer.from('<!DOCTYPE html><html><body>404 Not Found</body></html>'),
  'a git-lfs pointer': Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 12\n'),
  'a JSON file': Buffer.from('{"_class_name": "UNet2DConditionModel"}'),
  'zero bytes': new Uint8Array(1000),
};

test.each(Object.entries(notModels))('%s is refused as not being a model', (name, bytes) => {
  const path = join(folder, `${name}.onnx`);
  writeFileSync(path, bytes);
  expect(() => readModel(path)).toThrow(
    expect.objectContaining({ code: 'not-onnx', message: expect.stringContaining(path) }),
  );
});

test('a missing file is named', () => {
  const path = join(folder, 'missing.onnx');
  expect(() => readModel(path)).toThrow(
    expect.objectContaining({ code: 'file-unreadable', message: expect.stringContaining(path) }),
  );
});

test('parsing copies no tensor', () => {
  const node = makeNode('Relu', ['x'], ['y']);
  const graph = makeGraph({
    nodes: [node],
    inputs: [valueInfo('x', DataType.FLOAT, [1])],
    outputs: [valueInfo('y', DataType.FLOAT, [1])],
  });
  graph.initializer.push({
    ...parseTensor(),
    name: 'w',
    dims: [1000],
    dataType: DataType.UINT8,
    rawData: new Uint8Array(1000),
  });
  const bytes = encodeModel(makeModel(graph));
  expect(parseModel(bytes).proto.graph.initializer[0]!.rawData!.buffer).toBe(bytes.buffer);
});

test('a constant that an exporter put into the external file is read in, so that the model folds and runs anywhere', async () => {
  writeFileSync(join(folder, 'model.onnx_data'), Float32Array.of(9, 9, 1.5, -2));
  const value = externalTensor('c', [2], DataType.FLOAT, { location: 'model.onnx_data', offset: 8, length: 8 });
  const graph = makeGraph({
    nodes: [
      makeNode('Constant', [], ['c'], { value: tensorAttr(value) }, 'c'),
      makeNode('Exp', ['c'], ['e'], {}, 'e'),
      makeNode('Mul', ['x', 'e'], ['y'], {}, 'y'),
    ],
    inputs: [valueInfo('x', DataType.FLOAT, [2])],
    outputs: [valueInfo('y', DataType.FLOAT, [2])],
  });
  const path = join(folder, 'external-attribute.onnx');
  writeFileSync(path, encodeModel(makeModel(graph)));
  const { proto } = await foldModel(path);
  expect(proto.graph.node.map(({ opType }) => opType)).toEqual(['Mul']);
  const session = await createSession({ proto, directory: undefined });
  const { y } = await session.run({ x: new Tensor('float32', [1, 1], [2]) });
  await session.release();
  expect([...(y!.data as Float32Array)]).toEqual([Math.exp(1.5), Math.exp(-2)].map((each) => expect.closeTo(each, 5)));
  rmSync(join(folder, 'model.onnx_data'));
  const error = { code: 'external-data', message: expect.stringContaining('model.onnx_data') };
  expect(() => readModel(path)).toThrow(expect.objectContaining(error));
});

test('a model that is opened leaves its large weights in its file, and runs with them', async () => {
  const large = Float32Array.from({ length: 5000 }, (_, at) => at / 7);
  const graph = makeGraph({
    nodes: [makeNode('Mul', ['x', 'large'], ['m']), makeNode('Add', ['m', 'small'], ['y'])],
    inputs: [valueInfo('x', DataType.FLOAT, [5000])],
    outputs: [valueInfo('y', DataType.FLOAT, [5000])],
    initializers: [floatTensor('large', [5000], large), floatTensor('small', [1], [3])],
  });
  const path = join(folder, 'inside.onnx');
  writeFileSync(path, encodeModel(makeModel(graph)));
  const model = openModel(path);
  expect(model.proto.graph.initializer.map(isExternal)).toEqual([true, false]);
  expect(encodeModel(model).length).toBeLessThan(1000);
  expect(readFloats(model, model.proto.graph.initializer[0]!)).toEqual(large);
  const session = await createSession(model);
  const { y } = await session.run({ x: new Tensor('float32', new Float32Array(5000).fill(2), [5000]) });
  await session.release();
  expect(y!.data).toEqual(large.map((value) => 2 * value + 3));
});

function parseTensor() {
  return {
    floatData: [],
    int32Data: [],
    stringData: [],
    int64Data: [],
    externalData: [],
    doubleData: [],
    uint64Data: [],
    metadataProps: [],
  };
}
