import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeGraph, makeModel } from './build.ts';
import { DataType } from './data-type.ts';
import { externalEntries } from './external-data.ts';
import { numberToHalf } from './half.ts';
import { boolTensor, bytesTensor, floatTensor, halfTensor, int32Tensor, int64Tensor, numberTensor } from './tensors.ts';
import { readFloats, readNumbers, readTensor } from './tensors.ts';
import type { TensorProto } from './types.ts';

const folder = mkdtempSync(join(tmpdir(), 'facet-onnx-'));
afterAll(() => rmSync(folder, { recursive: true }));
const model = makeModel(makeGraph({ nodes: [], inputs: [], outputs: [] }), { directory: folder });

test('tensors hold what they were given', () => {
  expect(readTensor(model, floatTensor('t', [2, 1], [1.5, -2]))).toEqual(Float32Array.of(1.5, -2));
  expect(readTensor(model, halfTensor('t', [3], [0.1, 70000, -0]))).toEqual(
    Float32Array.of(0.0999755859375, Infinity, -0),
  );
  expect(readNumbers(model, int64Tensor('t', [2], [-5, 9223372036854775807n]))).toEqual([-5, Number.MAX_SAFE_INTEGER]);
  expect(readTensor(model, int32Tensor('t', [], [-7]))).toEqual(Int32Array.of(-7));
  expect(readTensor(model, boolTensor('t', [2], [true, false]))).toEqual(Uint8Array.of(1, 0));
  expect(readNumbers(model, int64Tensor('t', [0], []))).toEqual([]);
});

test.each([
  ['FLOAT', DataType.FLOAT, [0.5, -3, 0]],
  ['DOUBLE', DataType.DOUBLE, [0.1, -3, 0]],
  ['FLOAT16', DataType.FLOAT16, [0.5, -3, 0]],
  ['BFLOAT16', DataType.BFLOAT16, [0.5, -3, 0]],
  ['BOOL', DataType.BOOL, [1, 0, 1]],
  ['INT8', DataType.INT8, [-5, 3, 0]],
  ['UINT16', DataType.UINT16, [5, 65535, 0]],
  ['INT32', DataType.INT32, [-5, 3, 0]],
  ['INT64', DataType.INT64, [-5, 3, 0]],
  ['UINT64', DataType.UINT64, [5, 3, 0]],
])('numbers become a tensor of %s', (_name, type, values) => {
  expect(readNumbers(model, numberTensor('t', [3], values, type))).toEqual(values);
});

test('numbers between two of bfloat16 become the nearer one, halfway the even one', () => {
  const step = 2 ** -7;
  const values = [1 + step * 0.4, 1 + step * 0.6, 1 + step * 0.5, 1 + step * 1.5, -1 - step * 0.6, NaN, Infinity];
  const rounded = [1, 1 + step, 1, 1 + 2 * step, -1 - step, NaN, Infinity];
  expect(readNumbers(model, numberTensor('t', [7], values, DataType.BFLOAT16))).toEqual(rounded);
});

test('what holds no numbers is refused', () => {
  expect(() => numberTensor('t', [1], [1], DataType.STRING)).toThrow(/STRING cannot hold numbers/);
});

test('every half converts to the float that the hardware type gives', () => {
  const halves = Uint16Array.from({ length: 65536 }, (_, bits) => bits);
  const floats = readFloats(model, bytesTensor('t', [65536], DataType.FLOAT16, new Uint8Array(halves.buffer)));
  const view = new DataView(halves.buffer);
  const wrong = [...halves].filter((bits) => {
    const expected = view.getFloat16(2 * bits, true);
    return !Object.is(floats[bits], expected) || (!Number.isNaN(expected) && numberToHalf(expected) !== bits);
  });
  expect(wrong).toEqual([]);
});

test('bfloat16 is the upper half of a float', () => {
  const bits = new Uint8Array(Uint16Array.of(0x3fc0, 0xc000).buffer);
  expect(readTensor(model, bytesTensor('t', [2], DataType.BFLOAT16, bits))).toEqual(Float32Array.of(1.5, -2));
});

test('the typed lists of older exporters are read like raw bytes', () => {
  const base = floatTensor('t', [2], [0, 0]);
  delete base.rawData;
  const read = (part: Partial<TensorProto>) => readNumbers(model, { ...base, ...part });
  expect(read({ floatData: [1, 2] })).toEqual([1, 2]);
  expect(read({ dataType: DataType.INT64, int64Data: [1, -9223372036854775807n] })).toEqual([
    1,
    -Number.MAX_SAFE_INTEGER,
  ]);
  expect(read({ dataType: DataType.FLOAT16, int32Data: [0x3c00, 0x4000] })).toEqual([1, 2]);
  expect(read({ dataType: DataType.INT8, int32Data: [-1, 3] })).toEqual([-1, 3]);
  expect(read({ dataType: DataType.DOUBLE, doubleData: [0.1, 2] })).toEqual([0.1, 2]);
  expect(read({ dataType: DataType.UINT32, uint64Data: [4294967295, 2] })).toEqual([4294967295, 2]);
});

test('data that do not fill the dims are an error that names the tensor', () => {
  expect(() => floatTensor('weight', [3], [1, 2])).toThrow(/'weight'.*\[3\].*12 bytes, not 8/);
  const cut = { ...floatTensor('weight', [2], [1, 2]), dims: [5] };
  expect(() => readTensor(model, cut)).toThrow(expect.objectContaining({ code: 'bad-tensor' }));
});

function external(location: string, offset: number): TensorProto {
  const tensor = floatTensor('weight', [2], [0, 0]);
  delete tensor.rawData;
  return { ...tensor, dataLocation: 1, externalData: externalEntries(location, offset, 8) };
}

test('an external tensor is read from its range of the file', () => {
  writeFileSync(join(folder, 'weights.bin'), new Uint8Array(Float32Array.of(9, 1, 2, 9).buffer));
  expect(readTensor(model, external('weights.bin', 4))).toEqual(Float32Array.of(1, 2));
});

test('an external range that is not there is an error that names tensor and file', () => {
  writeFileSync(join(folder, 'short.bin'), new Uint8Array(10));
  expect(() => readTensor(model, external('short.bin', 4))).toThrow(
    /'weight' ends at byte 12 of .*short\.bin.* 10 bytes/,
  );
  expect(() => readTensor(model, external('none.bin', 0))).toThrow(expect.objectContaining({ code: 'external-data' }));
  const bad = {
    ...external('short.bin', 0),
    externalData: [
      { key: 'location', value: 'short.bin' },
      { key: 'offset', value: '-4' },
    ],
  };
  expect(() => readTensor(model, bad)).toThrow(/'-4' is not a byte count/);
  expect(() => readTensor({ ...model, directory: undefined }, external('short.bin', 0))).toThrow(/folder is not known/);
});
