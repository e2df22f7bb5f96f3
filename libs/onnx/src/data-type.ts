/** Element types of tensors, `TensorProto.DataType`. */
export const DataType = {
  UNDEFINED: 0,
  FLOAT: 1,
  UINT8: 2,
  INT8: 3,
  UINT16: 4,
  INT16: 5,
  INT32: 6,
  INT64: 7,
  STRING: 8,
  BOOL: 9,
  FLOAT16: 10,
  DOUBLE: 11,
  UINT32: 12,
  UINT64: 13,
  COMPLEX64: 14,
  COMPLEX128: 15,
  BFLOAT16: 16,
  FLOAT8E4M3FN: 17,
  FLOAT8E4M3FNUZ: 18,
  FLOAT8E5M2: 19,
  FLOAT8E5M2FNUZ: 20,
  UINT4: 21,
  INT4: 22,
  FLOAT4E2M1: 23,
  FLOAT8E8M0: 24,
} as const;

export type DataTypeName = keyof typeof DataType;

const names = new Map<number, string>(Object.entries(DataType).map(([name, value]) => [value, name]));

/** The type's name for messages, or `type 99` for a number that ONNX does not define. */
export function dataTypeName(dataType: number): string {
  return names.get(dataType) ?? `type ${dataType}`;
}

export function isKnownDataType(dataType: number): boolean {
  return dataType !== DataType.UNDEFINED && names.has(dataType);
}

const bits: { readonly [T in Exclude<DataTypeName, 'UNDEFINED' | 'STRING'>]: number } = {
  FLOAT: 32,
  UINT8: 8,
  INT8: 8,
  UINT16: 16,
  INT16: 16,
  INT32: 32,
  INT64: 64,
  BOOL: 8,
  FLOAT16: 16,
  DOUBLE: 64,
  UINT32: 32,
  UINT64: 64,
  COMPLEX64: 64,
  COMPLEX128: 128,
  BFLOAT16: 16,
  FLOAT8E4M3FN: 8,
  FLOAT8E4M3FNUZ: 8,
  FLOAT8E5M2: 8,
  FLOAT8E5M2FNUZ: 8,
  UINT4: 4,
  INT4: 4,
  FLOAT4E2M1: 4,
  FLOAT8E8M0: 8,
};

const bitsOf = new Map<number, number>(
  Object.entries(bits).map(([name, size]) => [DataType[name as DataTypeName], size]),
);

/** Bytes of `count` elements in `rawData` or an external file (4-bit types are packed two to a byte); undefined for strings. */
export function byteLength(dataType: number, count: number): number | undefined {
  const size = bitsOf.get(dataType);
  return size === undefined ? undefined : Math.ceil((size * count) / 8);
}

/** The kinds of attribute, `AttributeProto.AttributeType`. */
export const AttributeType = {
  UNDEFINED: 0,
  FLOAT: 1,
  INT: 2,
  STRING: 3,
  TENSOR: 4,
  GRAPH: 5,
  FLOATS: 6,
  INTS: 7,
  STRINGS: 8,
  TENSORS: 9,
  GRAPHS: 10,
  SPARSE_TENSOR: 11,
  SPARSE_TENSORS: 12,
  TYPE_PROTO: 13,
  TYPE_PROTOS: 14,
} as const;
