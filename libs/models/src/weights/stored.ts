import { DataType } from '@facet/onnx';

/** A tensor where it lies: some bytes of a file. A block of whole rows of a tensor is one as well. */
export interface StoredTensor {
  readonly file: string;
  /** F32, F16, BF16 or F64 for what networks learn; position ids and the like have other types. */
  readonly dtype: string;
  readonly dims: readonly number[];
  /** Bytes from the start of the file. */
  readonly offset: number;
  /** Bytes. */
  readonly length: number;
  /** Whether the file holds the matrix with rows and columns exchanged, as OpenCLIP does for its projection. */
  readonly isTransposed?: boolean;
}

const types: Readonly<Record<string, number>> = {
  F32: DataType.FLOAT,
  F16: DataType.FLOAT16,
  BF16: DataType.BFLOAT16,
  F64: DataType.DOUBLE,
};

/** ONNX's element type of what networks learn; undefined for other types, such as 8-bit floats. */
export function elementTypeOf({ dtype }: StoredTensor): number | undefined {
  return types[dtype];
}

/** Rows `start` to `start + count` of a tensor, without copying: they lie together. */
export function rowsOf(tensor: StoredTensor, start: number, count: number): StoredTensor {
  const [rows = 1, ...rest] = tensor.dims;
  const rowBytes = tensor.length / rows;
  return { ...tensor, dims: [count, ...rest], offset: tensor.offset + start * rowBytes, length: count * rowBytes };
}
