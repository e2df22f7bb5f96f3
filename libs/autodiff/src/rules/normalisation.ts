import { DataType } from '@facet/onnx';
import type { Ops } from '../ops.ts';
import { rule, type Rule } from '../rule.ts';
import { positiveAxis, range, sizeOf, type Value } from '../values.ts';

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
  // Inference: y = (x - mean) * scale / sqrt(var + epsilon) + bias, with mean and var given. Training is refused, which
  // training_mode says, and before opset 14 only the outputs.
  BatchNormalization: rule(
    (s) => {
      const { b } = s;
      if (s.node.output.length > 1) s.fail('unsupported-form', 'is in training mode; export for inference');
      const x = s.in(0);
      const [scale, mean, variance] = [s.in(1), s.in(3), s.in(4)].map((each) => b.cast(each, x.type)) as [
        Value,
        Value,
        Value,
      ];
      const r = b.div(1, b.unary('Sqrt', b.add(variance, s.float('epsilon'))));
      const others = [0, ...range(x.shape.length - 2, 2)];
      return [
        () => b.mul(s.grad(), b.reshape(b.mul(scale, r), channelShape(x))),
        () =>
          b.cast(
            b.mul(b.sum(b.mul(s.grad(), b.sub(x, b.reshape(mean, channelShape(x)))), others, false), r),
            s.in(1).type,
          ),
        () => b.cast(b.sum(s.grad(), others, false), s.in(2).type),
        () => b.cast(b.neg(b.mul(b.sum(s.grad(), others, false), b.mul(scale, r))), s.in(3).type),
        () => {
          // dr/dvar = -r^3 / 2
          const along = b.sum(b.mul(s.grad(), b.sub(x, b.reshape(mean, channelShape(x)))), others, false);
          return b.cast(b.mul(b.mul(along, scale), b.mul(b.pow(r, 3), -0.5)), s.in(4).type);
        },
      ];
    },
    { reads: ['epsilon'], moot: ['momentum'] },
  ),
  // Lowered to scale 1 and bias 0 before (see lower/instance-normalization.ts), so the result is n itself.
  InstanceNormalization: rule(
    (s) => [
      () => {
        const { b } = s;
        const [x, n] = [s.in(0), s.out()];
        const axes = range(x.shape.length - 2, 2);
        const r = reciprocalDeviation(b, x, n, s.float('epsilon'), axes);
        return standardisedGradient(b, s.grad(), n, r, axes);
      },
    ],
    { reads: ['epsilon'] },
  ),
  // The outputs are n * scale + bias, mean and r, with n = (x - mean) * r.
  LayerNormalization: rule(
    (s) => {
      const { b } = s;
      const [x, scale, bias] = [s.in(0), s.in(1), s.maybe(2)];
      const axis = positiveAxis(s.int('axis'), x.shape.length);
      const shape = x.shape.map((length, i) => (i < axis ? length : 1));
      const axes = range(x.shape.length - axis, axis);
      const reported = (output: number): Value => b.cast(s.extraOutput(output, shape, s.int('stash_type')), x.type);
      // The runtime reports them in float32 even where it computes in float64.
      const wide = x.type === DataType.DOUBLE;
      const mean = (): Value => (wide ? b.mean(x, axes) : reported(1));
      const r = (): Value => {
        if (!wide) return reported(2);
        const centred = b.sub(x, mean());
        return b.div(1, b.unary('Sqrt', b.add(b.mean(b.mul(centred, centred), axes), s.float('epsilon'))));
      };
      const n = (): Value => b.mul(b.sub(x, mean()), r());
      const count = sizeOf(x.shape.slice(axis));
      /** mean = sum(x) / count, and dr/dx = -r^2 * n / count. */
      const throughStatistics = (): Value[] => {
        const [byMean, byR] = [s.maybeGrad(1), s.maybeGrad(2)].map((g) => g && b.div(b.cast(g, x.type), count));
        return [
          ...(byMean ? [b.expand(byMean, x.shape)] : []),
          ...(byR ? [b.neg(b.mul(b.mul(byR, b.mul(r(), r())), n()))] : []),
        ];
      };
      return [
        () => [
          ...(s.maybeGrad(0) ? [standardisedGradient(b, b.mul(s.grad(), scale), n(), r(), axes)] : []),
          ...throughStatistics(),
        ],
        () => b.unbroadcast(b.mul(s.grad(), n()), scale.shape),
        bias && (() => b.unbroadcast(s.grad(), bias.shape)),
      ];
    },
    { reads: ['axis', 'epsilon', 'stash_type'], outputs: 3 },
  ),
  // x / norm: with y that, (g - y * sum(g * y)) / norm for p = 2, (g - sign(x) * sum(g * y)) / norm for p = 1. Where x is all
  // zero the norm counts as 1e-12, as in PyTorch's normalize.
  LpNormalization: rule(
    (s) => [
      () => {
        const { b } = s;
        const [x, y] = [s.in(0), s.out()];
        const axis = [positiveAxis(s.int('axis'), x.shape.length)];
        const along = b.sum(b.mul(s.grad(), y), axis);
        const first = s.int('p') === 1;
        const norm = first ? b.sum(b.unary('Abs', x), axis) : b.unary('Sqrt', b.sum(b.mul(x, x), axis));
        return b.div(b.sub(s.grad(), b.mul(first ? b.sign(x) : y, along)), b.nonZero(norm, 1e-12));
      },
    ],
    { reads: ['axis', 'p'] },
  ),
  // y = x * r * scale with r = 1 / sqrt(mean(x^2) + epsilon): dx = r * (h - x * r^2 * mean(h * x)), h = g * scale
  RMSNormalization: rule(
    (s) => {
      const { b } = s;
      // Halves are normalised in float32 unless stash_type says otherwise.
      const inner = s.in(0).type === DataType.DOUBLE ? DataType.DOUBLE : s.int('stash_type');
      const [x, scale, g] = [s.in(0), s.in(1), s.grad()].map((each) => b.cast(each, inner)) as [Value, Value, Value];
      const axis = positiveAxis(s.int('axis'), x.shape.length);
      const last = range(x.shape.length - axis, axis);
      const square = b.mean(b.mul(x, x), last);
      const r = b.div(1, b.unary('Sqrt', b.add(square, s.float('epsilon'))));
      return [
        () => {
          const h = b.mul(g, scale);
          const along = b.mul(b.mean(b.mul(h, x), last), b.mul(r, r));
          return b.cast(b.mul(b.sub(h, b.mul(x, along)), r), s.in(0).type);
        },
        () => b.cast(b.unbroadcast(b.mul(g, b.mul(x, r)), scale.shape), s.in(1).type),
      ];
    },
    { reads: ['axis', 'epsilon', 'stash_type'] },
  ),
} satisfies Record<string, readonly Rule[]>;
