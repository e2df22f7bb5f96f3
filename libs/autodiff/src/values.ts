import { DataType } from '@facet/onnx';

/** A tensor of the graph with a static shape; rules compute with these, and the builder writes nodes. */
export interface Value {
  readonly name: string;
  readonly shape: readonly number[];
  /** One of `DataType`. */
  readonly type: number;
}

/**
 * The gradient of `[start, start + value.shape[axis])` along `axis`, zero elsewhere. Pieces of one tensor that do not
 * overlap are joined by one Concat instead of being padded and added.
 */
export interface Piece {
  readonly value: Value;
  readonly axis: number;
  readonly start: number;
}

export type Gradient = Value | Piece;

export function isPiece(gradient: Gradient): gradient is Piece {
  return 'value' in gradient;
}

const floating: ReadonlySet<number> = new Set([DataType.FLOAT, DataType.FLOAT16, DataType.BFLOAT16, DataType.DOUBLE]);

/** Only values of these types have gradients. */
export function isFloating(type: number): boolean {
  return floating.has(type);
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

/** The shape of an elementwise result under numpy's broadcasting; the operands are known to be compatible. */
export function broadcastShape(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    return left === 1 ? right : left;
  });
}

/** `axis` counted from the front; negative ones count from the end. */
export function positiveAxis(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

/** The axis' length; a rule asks only for axes that exist. */
export function dim(shape: readonly number[], axis: number): number {
  const length = shape[positiveAxis(axis, shape.length)];
  if (length === undefined) throw new RangeError(`axis ${axis} of a tensor of rank ${shape.length}`);
  return length;
}

/** The shape with one axis' length replaced. */
export function withDim(shape: readonly number[], axis: number, length: number): number[] {
  return shape.map((old, i) => (i === axis ? length : old));
}

export function range(count: number, start = 0): number[] {
  return Array.from({ length: count }, (_, i) => start + i);
}
