import { attrFloat, attrInt, attrInts, DataType } from '@facet/onnx';
import type { Ops } from '../ops.ts';
import { rule, type Rule } from '../site.ts';
import { positiveAxis, range, type Value } from '../values.ts';

/**
 * With n = (x - mean) * r, r = 1 / sqrt(var + epsilon), over some axes: dx = r * (g - mean(g) - n * mean(g * n)).
 */
function standardisedGradient(b: Ops, g: Value, n: Value, r: Value, axes: readonly number[]): Value {
  const along = b.mean(b.mul(g, n), axes);
  return b.mul(b.sub(b.sub(g, b.mean(g, axes)), b.mul(n, along)), r);
}

/**
 * r of `standardisedGradient` from x and n. With a = mean(x * n) = var * r, 1 / r solves q^2 - a * q - epsilon = 0. That is one
 * pass over both and as exact as n itself, where mean(x^2) - mean(x)^2 would cancel.
 */
function reciprocalDeviation(b: Ops, x: Value, n: Value, epsilon: number, axes: readonly number[]): Value {
  const a = b.mean(b.mul(x, n), axes);
  return b.div(2, b.add(b.unary('Sqrt', b.add(b.mul(a, a), 4 * epsilon)), a));
}

function channelShape(x: Value): number[] {
  return x.shape.map((length, axis) => (axis === 1 ? length : 1));
}

export const normalisation = {
  // Inference: y = (x - mean) * scale / sqrt(var + epsilon) + bias, with mean and var given.
  BatchNormalization: rule((s) => {
    const { b } = s;
    const [x, scale, mean, variance] = [s.in(0), s.in(1), s.in(3), s.in(4)];
    if (attrInt(s.node, 'training_mode', 0) !== 0 || s.node.output.length > 1)
      s.fail('unsupported-form', 'is in training mode; export for inference');
    const r = b.div(1, b.unary('Sqrt', b.add(variance, attrFloat(s.node, 'epsilon', 1e-5))));
    const others = [0, ...range(x.shape.length - 2, 2)];
    return [
      () => b.mul(s.grad(), b.reshape(b.mul(scale, r), channelShape(x))),
      () => b.mul(b.sum(b.mul(s.grad(), b.sub(x, b.reshape(mean, channelShape(x)))), others, false), r),
      () => b.sum(s.grad(), others, false),
    ];
  }),
  // Lowered to scale 1 and bias 0 before (see lower/instance-normalization.ts), so the result is n itself.
  InstanceNormalization: rule((s) => [
    () => {
      const { b } = s;
      const [x, n] = [s.in(0), s.out()];
      const axes = range(x.shape.length - 2, 2);
      const r = reciprocalDeviation(b, x, n, attrFloat(s.node, 'epsilon', 1e-5), axes);
      return standardisedGradient(b, s.grad(), n, r, axes);
    },
  ]),
  LayerNormalization: rule((s) => {
    const { b } = s;
    const [x, scale, bias] = [s.in(0), s.in(1), s.maybe(2)];
    const axis = positiveAxis(attrInt(s.node, 'axis', -1), x.shape.length);
    const shape = x.shape.map((length, i) => (i < axis ? length : 1));
    const statistic = (output: number): Value =>
      b.cast(s.extraOutput(output, shape, attrInt(s.node, 'stash_type', DataType.FLOAT)), x.type);
    const n = (): Value => b.mul(b.sub(x, statistic(1)), statistic(2));
    const axes = range(x.shape.length - axis, axis);
    return [
      () => standardisedGradient(b, b.mul(s.grad(), scale), n(), statistic(2), axes),
      () => b.unbroadcast(b.mul(s.grad(), n()), scale.shape),
      bias && (() => b.unbroadcast(s.grad(), bias.shape)),
    ];
  }),
  // x / norm: with y that, (g - y * sum(g * y)) / norm for p = 2, (g - sign(x) * sum(g * y)) / norm for p = 1.
  LpNormalization: rule((s) => [
    () => {
      const { b } = s;
      const [x, y] = [s.in(0), s.out()];
      const axis = [positiveAxis(attrInt(s.node, 'axis', -1), x.shape.length)];
      const along = b.sum(b.mul(s.grad(), y), axis);
      if (attrInt(s.node, 'p', 2) === 1) {
        return b.div(b.sub(s.grad(), b.mul(b.sign(x), along)), b.sum(b.unary('Abs', x), axis));
      }
      return b.div(b.sub(s.grad(), b.mul(y, along)), b.unary('Sqrt', b.sum(b.mul(x, x), axis)));
    },
  ]),
  MeanVarianceNormalization: rule((s) => [
    () => {
      const { b } = s;
      const [x, n] = [s.in(0), s.out()];
      const axes = attrInts(s.node, 'axes', [0, 2, 3]).map((axis) => positiveAxis(axis, x.shape.length));
      const centred = b.sub(x, b.mean(x, axes));
      const deviation = b.add(b.unary('Sqrt', b.mean(b.mul(centred, centred), axes)), 1e-9);
      const projected = b.sub(b.sub(s.grad(), b.mean(s.grad(), axes)), b.mul(n, b.mean(b.mul(s.grad(), n), axes)));
      return b.div(projected, deviation);
    },
  ]),
  // y = x * r * scale with r = 1 / sqrt(mean(x^2) + epsilon): dx = r * (h - x * r^2 * mean(h * x)), h = g * scale
  RMSNormalization: rule((s) => {
    const { b } = s;
    const [x, scale] = [s.in(0), s.in(1)];
    const axis = positiveAxis(attrInt(s.node, 'axis', -1), x.shape.length);
    const last = range(x.shape.length - axis, axis);
    const square = b.mean(b.mul(x, x), last);
    const r = b.div(1, b.unary('Sqrt', b.add(square, attrFloat(s.node, 'epsilon', 1e-5))));
    return [
      () => {
        const h = b.mul(s.grad(), scale);
        const along = b.mul(b.mean(b.mul(h, x), last), b.mul(r, r));
        return b.mul(b.sub(h, b.mul(x, along)), r);
      },
      () => b.unbroadcast(b.mul(s.grad(), b.mul(x, r)), scale.shape),
    ];
  }),
} satisfies Record<string, readonly Rule[]>;
