import { DataType, float, int, ints } from '@facet/onnx';
import type { GraphBuilder, Value } from './builder.ts';
import { dimsOf } from './layers.ts';

export interface GroupNormOptions {
  readonly channels: number;
  readonly groups: number;
  readonly epsilon: number;
}

/** Normalises [n, channels, height, width] over each group of channels, then scales and shifts each channel. */
export function groupNorm(g: GraphBuilder, x: Value, path: string, options: GroupNormOptions): Value {
  const { channels, groups, epsilon } = options;
  const constant = (value: number): Value =>
    g.floats(
      [groups],
      Array.from({ length: groups }, () => value),
    );
  const grouped = g.op(path, 'Reshape', [x, g.ints([0, groups, -1])]);
  const normal = g.op(path, 'InstanceNormalization', [grouped, constant(1), constant(0)], { epsilon: float(epsilon) });
  const shaped = g.op(path, 'Reshape', [normal, g.op(path, 'Shape', [x])]);
  const scaled = g.op(path, 'Mul', [shaped, g.weight(`${path}.weight`, [channels, 1, 1])]);
  return g.op(path, 'Add', [scaled, g.weight(`${path}.bias`, [channels, 1, 1])]);
}

/**
 * The same, over groups of so many places that float32 loses digits when it sums them up one after the other, as `InstanceNormalization`
 * does: rows first, then their sums, then those of the channels. A picture's autoencoder has a million places in a group.
 */
export function groupNormByRows(g: GraphBuilder, x: Value, path: string, options: GroupNormOptions): Value {
  const { channels, groups, epsilon } = options;
  /** Of rows [n, channels, height, 1] the mean of each group, at each of its channels [n, channels, 1, 1]. */
  const meanOfGroup = (rows: Value): Value => {
    const ofChannels = g.op(path, 'ReduceMean', [rows], { axes: ints([2]) });
    const grouped = g.op(path, 'Reshape', [ofChannels, g.ints([0, groups, -1])]);
    const ofGroups = g.op(path, 'ReduceMean', [grouped], { axes: ints([2]) });
    const spread = g.op(path, 'Expand', [ofGroups, g.ints([1, groups, channels / groups])]);
    return g.op(path, 'Reshape', [spread, g.ints([0, channels, 1, 1])]);
  };
  const centred = g.op(path, 'Sub', [x, meanOfGroup(g.op(path, 'ReduceMean', [x], { axes: ints([3]) }))]);
  const width = g.op(path, 'Cast', [dimsOf(g, x, path, 3, 4)], { to: int(DataType.FLOAT) });
  const squares = g.op(path, 'Div', [g.op(path, 'ReduceSumSquare', [centred], { axes: ints([3]) }), width]);
  const deviation = g.op(path, 'Sqrt', [g.op(path, 'Add', [meanOfGroup(squares), g.scalar(epsilon)])]);
  const scale = g.op(path, 'Div', [g.weight(`${path}.weight`, [channels, 1, 1]), deviation]);
  return g.op(path, 'Add', [g.op(path, 'Mul', [centred, scale]), g.weight(`${path}.bias`, [channels, 1, 1])]);
}
