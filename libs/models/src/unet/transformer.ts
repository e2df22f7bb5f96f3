import { int } from '@facet/onnx';
import { attention } from '../graph/attention.ts';
import type { GraphBuilder, Value } from '../graph/builder.ts';
import { groupNorm } from '../graph/group-norm.ts';
import { dimsOf, fromRows, gelu, layerNorm, linear, toRows } from '../graph/layers.ts';

/** Of the normalisation before a transformer; the rest of a U-Net has its own. */
const GROUP_EPSILON = 1e-6;
const LAYER_EPSILON = 1e-5;

const names = { q: 'to_q', k: 'to_k', v: 'to_v', out: 'to_out.0' };

export interface TransformerOptions {
  readonly channels: number;
  readonly groups: number;
  readonly heads: number;
  /** How many blocks. */
  readonly depth: number;
  readonly contextWidth: number;
  /** Makes the context [n, tokens, contextWidth] of the cross-attention layer of this name. */
  readonly context: (layer: string) => Value;
}

/**
 * Self-attention, cross-attention and a gated network, `depth` times, on the places of a feature map, with a path around
 * all of it. Projections in and out are linear; files that store them as 1 x 1 kernels mean the same.
 */
export function transformer(g: GraphBuilder, x: Value, path: string, options: TransformerOptions): Value {
  const { channels, groups, depth } = options;
  const square = { from: channels, to: channels };
  const normal = groupNorm(g, x, `${path}.norm`, { channels, groups, epsilon: GROUP_EPSILON });
  let rows = linear(g, toRows(g, normal, path, channels), `${path}.proj_in`, square);
  const batch = dimsOf(g, x, path, 0, 1);
  for (let at = 0; at < depth; at++) rows = block(g, rows, `${path}.transformer_blocks.${at}`, batch, options);
  rows = linear(g, rows, `${path}.proj_out`, square);
  return g.op(path, 'Add', [fromRows(g, rows, path, x, channels), x]);
}

function block(g: GraphBuilder, rows: Value, path: string, batch: Value, options: TransformerOptions): Value {
  const { channels, heads, contextWidth } = options;
  const shared = { width: channels, heads, batch, names, hasBias: false };
  const normal = (value: Value, at: number): Value => layerNorm(g, value, `${path}.norm${at}`, channels, LAYER_EPSILON);
  const own = normal(rows, 1);
  const attended = attention(g, `${path}.attn1`, { ...shared, queries: own, keys: own, keyWidth: channels });
  let result = g.op(path, 'Add', [attended, rows]);

  const layer = `${path}.attn2`;
  const context = g.op(layer, 'Reshape', [options.context(layer), g.ints([-1, contextWidth])]);
  const crossed = { ...shared, queries: normal(result, 2), keys: context, keyWidth: contextWidth };
  result = g.op(path, 'Add', [attention(g, layer, crossed), result]);

  const inner = 4 * channels;
  const both = linear(g, normal(result, 3), `${path}.ff.net.0.proj`, { from: channels, to: 2 * inner });
  const [value, gate] = g.ops(`${path}.ff.net.0`, 'Split', [both], 2, { axis: int(-1) });
  const gated = g.op(`${path}.ff.net.0`, 'Mul', [value!, gelu(g, gate!, `${path}.ff.net.0`)]);
  return g.op(path, 'Add', [linear(g, gated, `${path}.ff.net.2`, { from: inner, to: channels }), result]);
}
