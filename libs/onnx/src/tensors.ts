import { byteLength, DataType, dataTypeName } from './data-type.ts';
import { OnnxError } from './errors.ts';
import { externalEntries, isExternal, readExternal, type ExternalLocation } from './external-data.ts';
import { bfloat16ToNumber, halvesToFloats, numberToBfloat16, numberToHalf } from './half.ts';
import { saturate } from './int64.ts';
import type { Int64, OnnxModel, TensorProto } from './types.ts';

export type TensorData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** Product of the dims; 1 for a scalar. */
export function elementCount(dims: readonly number[]): number {
  return dims.reduce((count, dim) => count * dim, 1);
}

function rawTensor(name: string, dims: readonly number[], dataType: number, data: ArrayBufferView): TensorProto {
  const expected = byteLength(dataType, elementCount(dims));
  if (data.byteLength !== expected) {
    const shape = `[${dims.join(', ')}] ${dataTypeName(dataType)}`;
    throw new OnnxError('bad-tensor', `Tensor '${name}': ${shape} needs ${expected} bytes, not ${data.byteLength}.`);
  }
  return {
    dims: [...dims],
    dataType,
    floatData: [],
    int32Data: [],
    stringData: [],
    int64Data: [],
    name,
    rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    externalData: [],
    doubleData: [],
    uint64Data: [],
    metadataProps: [],
  };
}

/** float32; plain numbers are accepted too. The array is referenced, not copied. */
export function floatTensor(
  name: string,
  dims: readonly number[],
  data: Float32Array | readonly number[],
): TensorProto {
  return rawTensor(name, dims, DataType.FLOAT, data instanceof Float32Array ? data : Float32Array.from(data));
}

export function halfTensor(name: string, dims: readonly number[], data: Float32Array | readonly number[]): TensorProto {
  return rawTensor(name, dims, DataType.FLOAT16, Uint16Array.from(data, numberToHalf));
}

export function int64Tensor(name: string, dims: readonly number[], data: readonly Int64[]): TensorProto {
  return rawTensor(name, dims, DataType.INT64, BigInt64Array.from(data, BigInt));
}

export function int32Tensor(name: string, dims: readonly number[], data: Int32Array | readonly number[]): TensorProto {
  return rawTensor(name, dims, DataType.INT32, data instanceof Int32Array ? data : Int32Array.from(data));
}

export function boolTensor(name: string, dims: readonly number[], data: readonly boolean[]): TensorProto {
  return rawTensor(name, dims, DataType.BOOL, Uint8Array.from(data, Number));
}

/**
 * A tensor of any type that holds numbers, row-major: float64, float32, float16, bfloat16, bool and the integers.
 * @throws {OnnxError} `bad-tensor` for another type, or when dims and the count of numbers disagree
 */
export function numberTensor(
  name: string,
  dims: readonly number[],
  values: ArrayLike<number>,
  dataType: number,
): TensorProto {
  const make = arrays[dataType];
  if (!make) throw new OnnxError('bad-tensor', `Tensor '${name}': ${dataTypeName(dataType)} cannot hold numbers.`);
  return rawTensor(name, dims, dataType, make(values));
}

const arrays: Readonly<Record<number, (values: ArrayLike<number>) => ArrayBufferView>> = {
  [DataType.FLOAT]: (values) => Float32Array.from(values),
  [DataType.DOUBLE]: (values) => Float64Array.from(values),
  [DataType.FLOAT16]: (values) => Uint16Array.from(values, numberToHalf),
  [DataType.BFLOAT16]: (values) => Uint16Array.from(values, numberToBfloat16),
  [DataType.BOOL]: (values) => Uint8Array.from(values, (value) => (value === 0 ? 0 : 1)),
  [DataType.INT8]: (values) => Int8Array.from(values),
  [DataType.UINT8]: (values) => Uint8Array.from(values),
  [DataType.INT16]: (values) => Int16Array.from(values),
  [DataType.UINT16]: (values) => Uint16Array.from(values),
  [DataType.INT32]: (values) => Int32Array.from(values),
  [DataType.UINT32]: (values) => Uint32Array.from(values),
  [DataType.INT64]: (values) => BigInt64Array.from(values, BigInt),
  [DataType.UINT64]: (values) => BigUint64Array.from(values, BigInt),
};

/** A tensor of any type from its little-endian bytes, which are referenced, not copied. */
export function bytesTensor(name: string, dims: readonly number[], dataType: number, data: Uint8Array): TensorProto {
  return rawTensor(name, dims, dataType, data);
}

/** A tensor whose bytes stay in a file. @param place relative to the model's folder, with its length in bytes */
export function externalTensor(
  name: string,
  dims: readonly number[],
  dataType: number,
  place: ExternalLocation & { readonly length: number },
): TensorProto {
  const expected = byteLength(dataType, elementCount(dims));
  if (place.length !== expected) {
    const shape = `[${dims.join(', ')}] ${dataTypeName(dataType)}`;
    throw new OnnxError('bad-tensor', `Tensor '${name}': ${shape} needs ${expected} bytes, not ${place.length}.`);
  }
  const empty = { floatData: [], int32Data: [], stringData: [], int64Data: [], doubleData: [], uint64Data: [] };
  const externalData = externalEntries(place.location, place.offset, place.length);
  return { ...empty, dims: [...dims], dataType, name, externalData, dataLocation: 1, metadataProps: [] };
}

/**
 * The elements, row-major, read from the message or from the external file. float16 and bfloat16 become Float32Array, bool
 * Uint8Array, int64 BigInt64Array; other types their own array.
 * @throws {OnnxError} `bad-tensor` when size and dims disagree or the type has no such array (strings, complex, 4 and 8 bit
 * floats); `external-data` when the file is missing or too short.
 */
export function readTensor(model: OnnxModel, tensor: TensorProto): TensorData {
  const bytes = tensorBytes(model, tensor);
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  switch (tensor.dataType) {
    case DataType.FLOAT:
      return new Float32Array(buffer);
    case DataType.FLOAT16:
      return halvesToFloats(new Uint16Array(buffer));
    case DataType.BFLOAT16:
      return Float32Array.from(new Uint16Array(buffer), bfloat16ToNumber);
    case DataType.DOUBLE:
      return new Float64Array(buffer);
    case DataType.INT8:
      return new Int8Array(buffer);
    case DataType.UINT8:
    case DataType.BOOL:
      return new Uint8Array(buffer);
    case DataType.INT16:
      return new Int16Array(buffer);
    case DataType.UINT16:
      return new Uint16Array(buffer);
    case DataType.INT32:
      return new Int32Array(buffer);
    case DataType.UINT32:
      return new Uint32Array(buffer);
    case DataType.INT64:
      return new BigInt64Array(buffer);
    case DataType.UINT64:
      return new BigUint64Array(buffer);
    default:
      throw unreadable(tensor);
  }
}

/** The elements as plain numbers; integers beyond 2^53 saturate. For shapes, axes and the like. */
export function readNumbers(model: OnnxModel, tensor: TensorProto): number[] {
  return Array.from(readTensor(model, tensor), saturate);
}

/** The elements of a floating-point tensor, whatever its precision, as float32. */
export function readFloats(model: OnnxModel, tensor: TensorProto): Float32Array {
  const data = readTensor(model, tensor);
  return data instanceof Float32Array ? data : Float32Array.from(data, Number);
}

/** The little-endian bytes, wherever the tensor keeps them. Views into the model where possible: do not write to them. */
export function tensorBytes(model: OnnxModel, tensor: TensorProto): Uint8Array {
  const count = elementCount(tensor.dims);
  const expected = byteLength(tensor.dataType, count);
  if (expected === undefined) throw unreadable(tensor);
  const bytes = isExternal(tensor) ? readExternal(model, tensor, expected) : (tensor.rawData ?? fieldBytes(tensor));
  if (bytes.byteLength !== expected) {
    const shape = `[${tensor.dims.join(', ')}] ${dataTypeName(tensor.dataType)}`;
    throw new OnnxError(
      'bad-tensor',
      `Tensor '${tensor.name}': ${shape} needs ${expected} bytes, not ${bytes.byteLength}.`,
    );
  }
  return bytes;
}

/** Bytes out of the typed lists that older exporters use in place of `rawData`. */
function fieldBytes(tensor: TensorProto): Uint8Array {
  switch (tensor.dataType) {
    case DataType.FLOAT:
      return bytesOf(Float32Array.from(tensor.floatData));
    case DataType.DOUBLE:
      return bytesOf(Float64Array.from(tensor.doubleData));
    case DataType.INT64:
      return bytesOf(BigInt64Array.from(tensor.int64Data, BigInt));
    case DataType.UINT64:
      return bytesOf(BigUint64Array.from(tensor.uint64Data, BigInt));
    case DataType.UINT32:
      return bytesOf(Uint32Array.from(tensor.uint64Data, Number));
    case DataType.INT32:
      return bytesOf(Int32Array.from(tensor.int32Data));
    case DataType.INT16:
    case DataType.UINT16:
    case DataType.FLOAT16:
    case DataType.BFLOAT16:
      return bytesOf(Uint16Array.from(tensor.int32Data));
    default:
      return Uint8Array.from(tensor.int32Data);
  }
}

function bytesOf(data: ArrayBufferView): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function unreadable(tensor: TensorProto): OnnxError {
  const message = `Tensor '${tensor.name}' of type ${dataTypeName(tensor.dataType)} cannot be read as numbers.`;
  return new OnnxError('bad-tensor', message);
}
