import type { Ops } from '../ops.ts';
import { dim, sizeOf, withDim, type Value } from '../values.ts';

/**
 * A linear map along one axis, x'[i] = sum over j of matrix[i][j] * x[j], as one matrix product. Resize, Pad by reflection
 * and their like are such maps, so their gradients are too: the transposed matrix.
 */
export function mapAxis(b: Ops, x: Value, axis: number, matrix: readonly (readonly number[])[]): Value {
  const [rows, columns] = [matrix.length, dim(x.shape, axis)];
  const after = sizeOf(x.shape.slice(axis + 1));
  const before = sizeOf(x.shape.slice(0, axis));
  const shape = withDim(x.shape, axis, rows);
  if (after === 1) {
    const transposed = Array.from({ length: columns }, (_, j) => matrix.map((row) => row[j]!));
    const right = b.constant([columns, rows], transposed.flat(), x.type);
    return b.reshape(b.matmul(b.reshape(x, [before, columns]), right), shape);
  }
  const left = b.constant([rows, columns], matrix.flat(), x.type);
  return b.reshape(b.matmul(left, b.reshape(x, [before, columns, after])), shape);
}

/** The matrix of the transposed map from a list, for each output, of its sources and their weights. */
export function transposedMatrix(
  sources: readonly (readonly (readonly [number, number])[])[],
  length: number,
): number[][] {
  const matrix = Array.from({ length }, () => sources.map(() => 0));
  for (const [output, terms] of sources.entries()) {
    for (const [source, weight] of terms) matrix[source]![output]! += weight;
  }
  return matrix;
}
