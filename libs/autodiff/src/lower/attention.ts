import { DataType, int, ints } from '@facet/onnx';
import { lowering } from './lowering.ts';
import type { Dim, Rewriter, Tensor } from './rewriter.ts';

const attributes = ['is_causal', 'kv_num_heads', 'q_num_heads', 'scale', 'softcap', 'softmax_precision'] as const;

/**
 * softmax(Q * scale * K^T + mask) * V per head, in MatMul and Softmax. Past keys, soft capping, grouped heads and a softmax in
 * another precision stay as they are (and are refused when a gradient passes through them).
 */
export const attention = lowering(
  { reads: attributes, moot: ['qk_matmul_output_mode'], keepsShape: false },
  (r, given) => {
    const { node } = given;
    const [q, k, v, mask] = node.input.map((name) => (name ? r.tensor(name) : undefined));
    const simple = [...node.input.slice(4), ...node.output.slice(1)].every((name) => name === '');
    const plain = given.float('softcap') === 0 && [0, q?.type].includes(given.maybeInt('softmax_precision') ?? 0);
    if (!q || !k || !v || !simple || !plain || (node.input[3] && !mask)) return false;
    const [queries, keys, values] = [
      heads(r, q, given.maybeInt('q_num_heads')),
      heads(r, k, given.maybeInt('kv_num_heads'), true),
      heads(r, v, given.maybeInt('kv_num_heads')),
    ];
    if (!queries || !keys || !values || queries.dims[1] !== keys.dims[1]) return false;
    const width = queries.dims[3];
    const [length, columns] = [queries.dims[2]!, keys.dims[3]!];
    if (typeof width !== 'number') return false;
    // A shorter mask would be continued by minus infinity.
    if (mask && mask.dims.at(-1) !== columns) return false;
    const causal = given.int('is_causal') === 1;
    if (causal && (typeof length !== 'number' || typeof columns !== 'number')) return false;

    const type = q.type;
    const scale = r.constant([], [given.maybeFloat('scale') ?? 1 / Math.sqrt(width)], type);
    const scaled = r.emit('Mul', [queries.name, scale.name], queries);
    const result = { dims: [...queries.dims.slice(0, 3), columns], type };
    let scores = r.emit('MatMul', [scaled.name, keys.name], result);
    if (causal)
      scores = r.emit('Add', [scores.name, triangle(r, length as number, columns as number, type).name], result);
    if (mask) scores = r.emit('Add', [scores.name, additive(r, mask, type).name], result);
    const weights = r.emit('Softmax', [scores.name], result, { axis: int(-1) });
    const [out] = node.output as [string];
    const attended = { dims: [...queries.dims.slice(0, 3), values.dims[3]!], type };
    if (q.dims.length === 4) {
      r.emit('MatMul', [weights.name, values.name], attended, {}, out);
      return true;
    }
    const product = r.emit('MatMul', [weights.name, values.name], attended);
    const [batch, count, rows, size] = attended.dims as [Dim, Dim, Dim, Dim];
    const joined = r.emit(
      'Transpose',
      [product.name],
      { dims: [batch, rows, count, size], type },
      { perm: ints([0, 2, 1, 3]) },
    );
    r.emit('Reshape', [joined.name, r.ints([0, 0, -1])], { dims: [], type }, {}, out);
    return true;
  },
);

/** [batch, heads, length, width], or with the last two axes swapped; undefined when the number of heads is not known. */
function heads(r: Rewriter, x: Tensor, count: number | undefined, swapped = false): Tensor | undefined {
  if (x.dims.length === 4) {
    if (!swapped) return x;
    const [batch, groups, length, width] = x.dims as [Dim, Dim, Dim, Dim];
    return r.emit(
      'Transpose',
      [x.name],
      { dims: [batch, groups, width, length], type: x.type },
      { perm: ints([0, 1, 3, 2]) },
    );
  }
  const [batch, length, total] = x.dims as [Dim, Dim, Dim];
  if (count === undefined || typeof total !== 'number') return undefined;
  const width = total / count;
  const parts = r.emit('Reshape', [x.name, r.ints([0, 0, count, width])], {
    dims: [batch, length, count, width],
    type: x.type,
  });
  const [dims, perm] = swapped
    ? [
        [batch, count, width, length],
        [0, 2, 3, 1],
      ]
    : [
        [batch, count, length, width],
        [0, 2, 1, 3],
      ];
  return r.emit('Transpose', [parts.name], { dims, type: x.type }, { perm: ints(perm) });
}

/** Zero where key j may be seen by query i (j <= i), minus infinity elsewhere. */
function triangle(r: Rewriter, rows: number, columns: number, type: number): Tensor {
  const values = Array.from({ length: rows * columns }, (_, at) =>
    at % columns <= Math.floor(at / columns) ? 0 : -Infinity,
  );
  return r.constant([rows, columns], values, type);
}

/** True (may be seen) becomes zero, false minus infinity; a mask of numbers is added as it is. */
function additive(r: Rewriter, mask: Tensor, type: number): Tensor {
  if (mask.type !== DataType.BOOL) return mask;
  const [zero, never] = [r.constant([], [0], type), r.constant([], [-Infinity], type)];
  return r.emit('Where', [mask.name, zero.name, never.name], { dims: mask.dims, type });
}
