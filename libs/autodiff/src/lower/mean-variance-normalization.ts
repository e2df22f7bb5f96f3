import { lowering } from './lowering.ts';

/**
 * (x - mean) / (deviation + 1e-9) over the axes, as the operator is defined. ONNX Runtime has a kernel for it but infers no
 * shape of its result, so that whatever comes after could not be differentiated.
 */
export const meanVarianceNormalization = lowering({ reads: ['axes'], keepsShape: true }, (r, given) => {
  const { node } = given;
  const x = r.tensor(node.input[0]!);
  if (!x) return false;
  const axes = given.ints('axes').map((axis) => (axis < 0 ? axis + x.dims.length : axis));
  const centred = r.emit('Sub', [x.name, r.mean(x, axes).name], x);
  const deviation = r.deviation(centred, axes);
  const divisor = r.emit('Add', [deviation.name, r.constant([], [1e-9], x.type).name], deviation);
  r.emit('Div', [centred.name, divisor.name], x, {}, node.output[0]!);
  return true;
});
