import { DataType, float, int } from '@facet/onnx';
import { lowering } from './lowering.ts';
import type { Dim, Rewriter, Tensor } from './rewriter.ts';

/**
 * InstanceNormalization of [N, groups, rest], then scale and bias on [N, parts, rest]: a part is a group before opset 21 and a
 * channel from then on, which the length of the scale tells.
 */
export const groupNormalization = lowering(
  { reads: ['epsilon', 'num_groups', 'stash_type'], keepsShape: true },
  (r, given) => {
    const { node } = given;
    const [x, scale, bias] = node.input.map((name) => r.tensor(name));
    const parts = scale?.dims[0];
    if (!x || !bias || typeof parts !== 'number') return false;
    const groups = given.int('num_groups');
    // float16 is normalised in float32 unless stash_type says otherwise.
    const inner = x.type === DataType.DOUBLE ? x.type : (given.maybeInt('stash_type') ?? DataType.FLOAT);
    const cast = (value: Tensor, type: number): Tensor =>
      value.type === type ? value : r.emit('Cast', [value.name], { dims: value.dims, type }, { to: int(type) });
    const shaped = (value: Tensor, dims: Dim[], shape: number[]): Tensor =>
      r.emit('Reshape', [value.name, r.ints(shape)], { dims, type: value.type });

    const split = (count: number): Dim[] => [x.dims[0]!, count, divided(x.dims.slice(1), count)];
    const grouped = shaped(cast(x, inner), split(groups), [0, groups, -1]);
    const normal = cast(normalised(r, grouped, groups, given.float('epsilon')), x.type);
    const n = parts === groups ? normal : shaped(normal, split(parts), [0, parts, -1]);
    const scaled = r.emit('Mul', [n.name, shaped(scale!, [parts, 1], [parts, 1]).name], n);
    const moved = r.emit('Add', [scaled.name, shaped(bias, [parts, 1], [parts, 1]).name], n);
    const fixed = x.dims.every((each) => typeof each === 'number');
    const shape = fixed
      ? r.ints(x.dims as number[])
      : r.emit('Shape', [x.name], { dims: [x.dims.length], type: DataType.INT64 }).name;
    r.emit('Reshape', [moved.name, shape], x, {}, node.output[0]!);
    return true;
  },
);

/** x of [N, groups, rest] less its means over the rest, over its deviations. */
function normalised(r: Rewriter, x: Tensor, groups: number, epsilon: number): Tensor {
  const uniform = (value: number): string => r.constant([groups], new Float32Array(groups).fill(value), x.type).name;
  if (x.type !== DataType.DOUBLE)
    return r.emit('InstanceNormalization', [x.name, uniform(1), uniform(0)], x, { epsilon: float(epsilon) });
  // InstanceNormalization has no float64 kernel.
  const centred = r.emit('Sub', [x.name, r.mean(x, [2]).name], x);
  const variance = r.mean(r.emit('Mul', [centred.name, centred.name], x), [2]);
  const shifted = r.emit('Add', [variance.name, r.constant([], [epsilon], x.type).name], variance);
  return r.emit('Div', [centred.name, r.emit('Sqrt', [shifted.name], variance).name], x);
}

function divided(dims: readonly Dim[], by: number): Dim {
  return dims.every((each) => typeof each === 'number') ? dims.reduce((a, b) => a * b, 1) / by : null;
}
