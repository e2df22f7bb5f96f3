import { int, ints } from '@facet/onnx';
import { lowering } from './lowering.ts';
import type { Rewriter, Tensor } from './rewriter.ts';

/**
 * (x - mean) / (deviation + 1e-9) over the axes, as the operator is defined. ONNX Runtime has a kernel for it but infers no
 * shape of its result, so that whatever comes after could not be differentiated.
 */
export const meanVarianceNormalization = lowering(['axes'], [], (r, given) => {
  const { node } = given;
  const x = r.tensor(node.input[0]!);
  if (!x) return false;
  const axes = given.ints('axes').map((axis) => (axis < 0 ? axis + x.dims.length : axis));
  const centred = r.emit('Sub', [x.name, mean(r, x, axes).name], x);
  const variance = mean(r, r.emit('Mul', [centred.name, centred.name], x), axes);
  const deviation = r.emit('Sqrt', [variance.name], variance);
  const divisor = r.emit('Add', [deviation.name, r.constant([], [1e-9], x.type).name], variance);
  r.emit('Div', [centred.name, divisor.name], x, {}, node.output[0]!);
  return true;
});

function mean(r: Rewriter, x: Tensor, axes: readonly number[]): Tensor {
  const result = { dims: x.dims.map((length, axis) => (axes.includes(axis) ? 1 : length)), type: x.type };
  const keepdims = int(1);
  return r.opset >= 18
    ? r.emit('ReduceMean', [x.name, r.ints(axes)], result, { keepdims })
    : r.emit('ReduceMean', [x.name], result, { axes: ints(axes), keepdims });
}
