import { int, ints } from '@facet/onnx';
import type { GraphBuilder, Value } from './builder.ts';
import { linear } from './layers.ts';

export interface AttentionOptions {
  /** Rows [n * tokens, width] that ask. */
  readonly queries: Value;
  /** Rows [n * tokens, keyWidth] that answer; the same rows for self-attention. */
  readonly keys: Value;
  readonly width: number;
  readonly keyWidth: number;
  readonly heads: number;
  /** The batch size n, as a value of shape [1]. */
  readonly batch: Value;
  /** The projections' names, such as `to_q`, `to_k`, `to_v` and `to_out.0`. */
  readonly names: { readonly q: string; readonly k: string; readonly v: string; readonly out: string };
  readonly hasBias: boolean;
  /** Added to the scores [n, heads, queries, keys]; minus infinity hides a key. */
  readonly mask?: Value;
}

/** Softmax(Q K^T / sqrt(width of a head)) V for each head, and the projections around it: rows [n * tokens, width]. */
export function attention(g: GraphBuilder, path: string, options: AttentionOptions): Value {
  const { queries, keys, width, keyWidth, heads, batch, names, hasBias } = options;
  const headWidth = width / heads;
  const shape = g.op(path, 'Concat', [batch, g.ints([-1, heads, headWidth])], { axis: int(0) });
  const perHead = (rows: Value, perm: readonly number[]): Value =>
    g.op(path, 'Transpose', [g.op(path, 'Reshape', [rows, shape])], { perm: ints(perm) });
  // The scale goes into the projection of the queries, the smallest of what it could be applied to, and costs no pass.
  const q = linear(g, queries, `${path}.${names.q}`, { from: width, to: width }, { hasBias, scale: headWidth ** -0.5 });
  const k = linear(g, keys, `${path}.${names.k}`, { from: keyWidth, to: width }, { hasBias });
  const v = linear(g, keys, `${path}.${names.v}`, { from: keyWidth, to: width }, { hasBias });
  let scores = g.op(path, 'MatMul', [perHead(q, [0, 2, 1, 3]), perHead(k, [0, 2, 3, 1])]);
  if (options.mask !== undefined) scores = g.op(path, 'Add', [scores, options.mask]);
  const weights = g.op(path, 'Softmax', [scores], { axis: int(-1) });
  const attended = g.op(path, 'MatMul', [weights, perHead(v, [0, 2, 1, 3])]);
  const joined = g.op(path, 'Transpose', [attended], { perm: ints([0, 2, 1, 3]) });
  const rows = g.op(path, 'Reshape', [joined, g.ints([-1, width])]);
  return linear(g, rows, `${path}.${names.out}`, { from: width, to: width });
}
