import { byteLength, int } from '@facet/onnx';
import type { Ops } from '../ops.ts';
import { dim, range, sizeOf, type Value } from '../values.ts';
import type { Attention } from './find.ts';

const MEBIBYTE = 2 ** 20;

/** From this size on a matrix of probabilities is not kept. Below, all of them together are little beside the weights. */
const SPLIT_BYTES_MIN = 16 * MEBIBYTE;

/** Smaller blocks take as much time and hardly less memory; from about 4 MiB on they take more time (docs/decisions/0016). */
const BLOCK_BYTES_MIN = 8 * MEBIBYTE;
const BLOCK_BYTES_MAX = 32 * MEBIBYTE;
const BLOCKS = 16;
/** So that the graph of a picture of any size can be opened, and reckoned before somebody finds that it is too large. */
const BLOCKS_MAX = 256;

/** Kernels for products work on so many rows at a time. */
const ROWS_MULTIPLE = 16;

/** The queries `[start, start + length)`. */
export interface Block {
  readonly start: number;
  readonly length: number;
}

/** Whether an attention is computed in blocks of queries, and its probabilities again for the gradient. */
export function isLarge({ matrix }: Attention): boolean {
  return bytesOf(matrix) >= SPLIT_BYTES_MIN;
}

export function blocksOf({ q, matrix }: Attention): Block[] {
  const queries = dim(q.shape, -2);
  const all = bytesOf(matrix);
  const bytes = Math.max(Math.min(BLOCK_BYTES_MAX, Math.max(BLOCK_BYTES_MIN, all / BLOCKS)), all / BLOCKS_MAX);
  const fitting = Math.floor(queries * (bytes / all));
  const length = Math.max(ROWS_MULTIPLE, fitting - (fitting % ROWS_MULTIPLE));
  return range(Math.ceil(queries / length)).map((at) => {
    const start = at * length;
    return { start, length: Math.min(length, queries - start) };
  });
}

export function rowsOf(b: Ops, x: Value, { start, length }: Block): Value {
  return b.slice(x, x.shape.length - 2, start, length);
}

/** softmax(Q K^T, changed) [..., length, keys] of the block's queries [..., length, width]. */
export function probabilities(b: Ops, { kT, changes }: Attention, queries: Value, block: Block): Value {
  const scores = changes.reduce(
    (each, { opType, operand }) => {
      const hasRows = operand.shape.length > 1 && dim(operand.shape, -2) > 1;
      return b.binary(opType, each, hasRows ? rowsOf(b, operand, block) : operand);
    },
    b.matmul(queries, kT),
  );
  return b.unary('Softmax', scores, { axis: int(-1) });
}

/**
 * A zero that is there only when all of these values are. Added to what a block begins with, it makes the block wait; ONNX Runtime
 * would compute the matrices of all blocks as soon as it can, and keep them. No number is less than itself, and neither is what is
 * infinite or not a number.
 */
export function zeroAfter(b: Ops, values: readonly Value[]): Value {
  const corners = values.map((x) => {
    const axes = range(x.shape.length);
    const [starts, ends] = [0, 1].map((bound) => b.ints(axes.map(() => bound)));
    return b.emit('Slice', [x, starts, ends, b.ints(axes)], { shape: axes.map(() => 1), type: x.type });
  });
  const sum = corners.reduce((a, c) => b.add(a, c));
  return b.cast(b.compare('Less', sum, sum), sum.type);
}

function bytesOf({ shape, type }: Value): number {
  return byteLength(type, sizeOf(shape)) ?? 0;
}
