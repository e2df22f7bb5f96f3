import { attention } from '../graph/attention.ts';
import type { GraphBuilder, Value } from '../graph/builder.ts';
import { gelu, layerNorm, linear, quickGelu } from '../graph/layers.ts';

/** What text and vision towers of CLIP have in common. */
export interface TowerConfig {
  readonly width: number;
  readonly mlpWidth: number;
  readonly heads: number;
  readonly layers: number;
  readonly activation: 'gelu' | 'quick_gelu';
  readonly epsilon: number;
}

const names = { q: 'q_proj', k: 'k_proj', v: 'v_proj', out: 'out_proj' };

/** One layer of a tower on rows [n * tokens, width]. */
export function towerLayer(
  g: GraphBuilder,
  rows: Value,
  path: string,
  config: TowerConfig,
  { batch, mask }: { readonly batch: Value; readonly mask?: Value },
): Value {
  const { width, mlpWidth, heads, epsilon, activation } = config;
  const own = layerNorm(g, rows, `${path}.layer_norm1`, width, epsilon);
  const shared = { queries: own, keys: own, width, keyWidth: width, heads, batch, names, hasBias: true };
  const attended = attention(g, `${path}.self_attn`, mask === undefined ? shared : { ...shared, mask });
  const result = g.op(path, 'Add', [rows, attended]);
  const inner = linear(g, layerNorm(g, result, `${path}.layer_norm2`, width, epsilon), `${path}.mlp.fc1`, {
    from: width,
    to: mlpWidth,
  });
  const active = (activation === 'gelu' ? gelu : quickGelu)(g, inner, `${path}.mlp`);
  return g.op(path, 'Add', [result, linear(g, active, `${path}.mlp.fc2`, { from: mlpWidth, to: width })]);
}
