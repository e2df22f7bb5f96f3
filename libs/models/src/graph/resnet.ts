import type { GraphBuilder, Value } from './builder.ts';
import { groupNorm, groupNormByRows } from './group-norm.ts';
import { conv, linear, silu, type Widths } from './layers.ts';

export interface ResnetOptions extends Widths {
  readonly groups: number;
  readonly epsilon: number;
  /** Activated embedding of the timestep [n, width]; absent in an autoencoder. */
  readonly time?: { readonly value: Value; readonly width: number };
}

/** Two convolutions with a path around them: [n, from, h, w] to [n, to, h, w]. */
export function resnet(g: GraphBuilder, x: Value, path: string, options: ResnetOptions): Value {
  const { from, to, groups, epsilon, time } = options;
  // Only an autoencoder works on all pixels of a picture; in a U-Net, whose gradient is wanted too, the shorter form is as exact.
  const norm = time ? groupNorm : groupNormByRows;
  const first = silu(g, norm(g, x, `${path}.norm1`, { channels: from, groups, epsilon }), `${path}.act1`);
  let inner = conv(g, first, `${path}.conv1`, { from, to });
  if (time) {
    const shift = linear(g, time.value, `${path}.time_emb_proj`, { from: time.width, to });
    inner = g.op(path, 'Add', [inner, g.op(path, 'Unsqueeze', [shift, g.ints([2, 3])])]);
  }
  const second = silu(g, norm(g, inner, `${path}.norm2`, { channels: to, groups, epsilon }), `${path}.act2`);
  const result = conv(g, second, `${path}.conv2`, { from: to, to });
  const around = from === to ? x : conv(g, x, `${path}.conv_shortcut`, { from, to }, { kernel: 1 });
  return g.op(path, 'Add', [around, result]);
}
