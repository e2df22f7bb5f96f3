import { expect, test } from 'vitest';
import { goldenBytes } from '../test/golden.ts';
import { OnnxError } from './errors.ts';
import { encodeModel, parseModel } from './io.ts';
import { decodeMessage, encodeMessage } from './wire.ts';

const models = [
  'net-torchscript.onnx',
  'net-dynamo.onnx',
  'net-external.onnx',
  'net-half-storage.onnx',
  'net-half.onnx',
];

test('a message that has every field set comes back byte for byte', () => {
  const bytes = goldenBytes('all-fields.onnx');
  const again = encodeMessage('ModelProto', decodeMessage('ModelProto', bytes));
  expect(Buffer.compare(again, bytes)).toBe(0);
});

test.each(models)('%s means the same after a round trip', (name) => {
  const model = parseModel(goldenBytes(name));
  expect(parseModel(encodeModel(model)).proto).toEqual(model.proto);
});

test('an int64 beyond 2^53 is exact after a round trip', () => {
  const values = [9223372036854775807n, -9223372036854775808n, 2n ** 53n, -1, 0, 2 ** 40, 4294967295, 4294967296];
  const tensor = decodeMessage('TensorProto', new Uint8Array());
  tensor.int64Data = values;
  tensor.uint64Data = [18446744073709551615n, 9007199254740991];
  const again = decodeMessage('TensorProto', encodeMessage('TensorProto', tensor));
  expect(again.int64Data).toEqual(values);
  expect(again.uint64Data).toEqual(tensor.uint64Data);
});

test('fields of a newer ONNX survive, and so do fields that share their number but not their type', () => {
  const bytes = Uint8Array.from([0x0a, 1, 97, 0xa2, 0x06, 2, 5, 6, 0x12, 1, 98, 0xf8, 0x06, 9]);
  const entry = decodeMessage('StringStringEntryProto', bytes);
  expect(entry).toMatchObject({ key: 'a', value: 'b' });
  const again = decodeMessage('StringStringEntryProto', encodeMessage('StringStringEntryProto', entry));
  expect(again).toEqual(entry);
  expect(encodeMessage('StringStringEntryProto', { ...entry }).byteLength).toBe(bytes.byteLength);
  const wrongWire = Uint8Array.from([0x08, 7, 0x12, 1, 98]);
  expect(encodeMessage('StringStringEntryProto', decodeMessage('StringStringEntryProto', wrongWire)).byteLength).toBe(
    5,
  );
});

test('an unpacked list is read like a packed one', () => {
  expect(decodeMessage('TensorProto', Uint8Array.from([0x38, 5, 0x38, 6, 0x3a, 2, 7, 8])).int64Data).toEqual([
    5, 6, 7, 8,
  ]);
});

test('wherever a file is cut off, the error says so and names the place', () => {
  const bytes = goldenBytes('net-half-storage.onnx');
  for (let length = 10; length < bytes.length; length += 997) {
    let error: unknown;
    try {
      parseModel(bytes.subarray(0, length));
    } catch (caught) {
      error = caught;
    }
    // Between two fields of the outermost message a cut leaves a valid message, which then has no graph.
    expect(error).toBeInstanceOf(OnnxError);
    expect((error as OnnxError).code).toMatch(/^(corrupt-model|not-onnx)$/);
    expect((error as OnnxError).message).toMatch(/ModelProto|no graph/);
  }
});

test('messages nested without end are refused, not followed into a stack overflow', () => {
  let bytes = Uint8Array.of();
  for (let depth = 0; depth < 500; depth++) {
    // TypeProto.sequence_type.elem_type
    const inner = Buffer.concat([varintField(1, bytes)]);
    bytes = varintField(4, inner);
  }
  expect(() => decodeMessage('TypeProto', bytes)).toThrow(/nested/);
});

function varintField(number: number, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const length: number[] = [];
  for (let rest = content.length; ; rest >>= 7) {
    length.push(rest > 127 ? (rest & 127) | 128 : rest);
    if (rest <= 127) break;
  }
  return Uint8Array.from([(number << 3) | 2, ...length, ...content]);
}
