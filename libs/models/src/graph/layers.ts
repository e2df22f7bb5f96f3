import { float, int, ints, string } from '@facet/onnx';
import type { GraphBuilder, Value } from './builder.ts';

/** Width of the input and of the output of a layer: features of a matrix product, channels of a convolution. */
export interface Widths {
  readonly from: number;
  readonly to: number;
}

interface LinearOptions {
  readonly hasBias?: boolean;
  /** The result, bias included, is multiplied by this. */
  readonly scale?: number;
}

/** x W^T + b of rows [n, from]; the weight is read as the file has it, mostly [to, from], so that nothing needs a transposed copy. */
export function linear(
  g: GraphBuilder,
  x: Value,
  path: string,
  { from, to }: Widths,
  options: LinearOptions = {},
): Value {
  const { hasBias = true, scale } = options;
  const inputs = [x, g.weight(`${path}.weight`, [to, from])];
  if (hasBias) inputs.push(g.weight(`${path}.bias`, [to]));
  const factor = scale === undefined ? undefined : float(scale);
  const transB = int(g.weights.get(`${path}.weight`).isTransposed ? 0 : 1);
  return g.op(path, 'Gemm', inputs, { transB, alpha: factor, beta: hasBias ? factor : undefined });
}

interface ConvOptions {
  readonly kernel?: number;
  readonly stride?: number;
  /** Rows and columns of zeros: top, left, bottom, right. Default: half the kernel on each side. */
  readonly pads?: readonly number[];
  readonly hasBias?: boolean;
}

/** A convolution of [n, from, height, width]. */
export function conv(g: GraphBuilder, x: Value, path: string, { from, to }: Widths, options: ConvOptions = {}): Value {
  const { kernel = 3, stride = 1, hasBias = true } = options;
  const pads = options.pads ?? [0, 1, 2, 3].map(() => (kernel - 1) >> 1);
  const inputs = [x, g.weight(`${path}.weight`, [to, from, kernel, kernel])];
  if (hasBias) inputs.push(g.weight(`${path}.bias`, [to]));
  const attributes = { kernel_shape: ints([kernel, kernel]), strides: ints([stride, stride]), pads: ints(pads) };
  return g.op(path, 'Conv', inputs, attributes);
}

/** Normalises the last axis. */
export function layerNorm(g: GraphBuilder, x: Value, path: string, width: number, epsilon: number): Value {
  const inputs = [x, g.weight(`${path}.weight`, [width]), g.weight(`${path}.bias`, [width])];
  return g.op(path, 'LayerNormalization', inputs, { axis: int(-1), epsilon: float(epsilon) });
}

export function silu(g: GraphBuilder, x: Value, path: string): Value {
  return g.op(path, 'Mul', [x, g.op(path, 'Sigmoid', [x])]);
}

/** x (1 + erf(x / sqrt 2)) / 2 */
export function gelu(g: GraphBuilder, x: Value, path: string): Value {
  const erf = g.op(path, 'Erf', [g.op(path, 'Div', [x, g.scalar(Math.SQRT2)])]);
  const product = g.op(path, 'Mul', [x, g.op(path, 'Add', [erf, g.scalar(1)])]);
  return g.op(path, 'Mul', [product, g.scalar(0.5)]);
}

/** x sigmoid(1.702 x), which OpenAI's CLIP was trained with. */
export function quickGelu(g: GraphBuilder, x: Value, path: string): Value {
  return g.op(path, 'Mul', [x, g.op(path, 'Sigmoid', [g.op(path, 'Mul', [x, g.scalar(1.702)])])]);
}

/** Twice the height and width, each value four times. */
export function doubled(g: GraphBuilder, x: Value, path: string): Value {
  return g.op(path, 'Resize', [x, '', g.floats([4], [1, 1, 2, 2])], {
    mode: string('nearest'),
    coordinate_transformation_mode: string('asymmetric'),
    nearest_mode: string('floor'),
  });
}

/** Part of a value's shape, as a value: dimensions `start` to `end`. */
export function dimsOf(g: GraphBuilder, x: Value, path: string, start: number, end: number): Value {
  return g.op(path, 'Shape', [x], { start: int(start), end: int(end) });
}

/** [n, channels, height, width] as rows [n * height * width, channels]. */
export function toRows(g: GraphBuilder, x: Value, path: string, channels: number): Value {
  const last = g.op(path, 'Transpose', [x], { perm: ints([0, 2, 3, 1]) });
  return g.op(path, 'Reshape', [last, g.ints([-1, channels])]);
}

/** The reverse of `toRows`; `like` has the wanted batch, height and width. */
export function fromRows(g: GraphBuilder, rows: Value, path: string, like: Value, channels: number): Value {
  const parts = [dimsOf(g, like, path, 0, 1), dimsOf(g, like, path, 2, 4), g.ints([channels])];
  const shape = g.op(path, 'Concat', parts, { axis: int(0) });
  return g.op(path, 'Transpose', [g.op(path, 'Reshape', [rows, shape])], { perm: ints([0, 3, 1, 2]) });
}
