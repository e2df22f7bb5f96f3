import type { Ops } from '../ops.ts';
import { rule, type Rule } from '../rule.ts';
import type { Value } from '../values.ts';
import { pointwise } from './elementary.ts';

export const activations = {
  Celu: rule((s) => [() => eluGradient(s.b, s.grad(), s.in(0), s.out(), s.float('alpha'), 1, 1 / s.float('alpha'))], {
    reads: ['alpha'],
  }),
  Elu: rule((s) => [() => eluGradient(s.b, s.grad(), s.in(0), s.out(), s.float('alpha'), 1, 1)], { reads: ['alpha'] }),
  Gelu: rule(
    (s) => [
      () => {
        const form = s.text('approximate');
        if (form !== 'none' && form !== 'tanh') s.fail('unsupported-form', `has the unknown approximation '${form}'`);
        return form === 'tanh' ? tanhGelu(s.b, s.grad(), s.in(0)) : erfGelu(s.b, s.grad(), s.in(0));
      },
    ],
    { reads: ['approximate'] },
  ),
  HardSigmoid: rule(
    (s) => [
      () => {
        const { b } = s;
        // Inside the ramp the result lies strictly between 0 and 1.
        const inside = b.and(b.compare('Greater', s.out(), 0), b.compare('Less', s.out(), 1));
        return b.where(inside, b.mul(s.grad(), s.float('alpha')), 0);
      },
    ],
    { reads: ['alpha'], moot: ['beta'] },
  ),
  // x * clip(x / 6 + 1 / 2, 0, 1)
  HardSwish: pointwise((b, g, x) => {
    const inside = b.where(b.compare('Less', x, -3), 0, b.add(b.mul(x, 1 / 3), 0.5));
    return b.mul(g, b.where(b.compare('Greater', x, 3), 1, inside));
  }),
  LeakyRelu: rule(
    (s) => [
      () => {
        const { b } = s;
        return b.where(b.compare('Greater', s.in(0), 0), s.grad(), b.mul(s.grad(), s.float('alpha')));
      },
    ],
    { reads: ['alpha'] },
  ),
  // x * tanh(softplus(x)): with t = tanh(softplus(x)) and s = sigmoid(x), t + x * (1 - t^2) * s
  Mish: pointwise((b, g, x) => {
    const t = b.unary('Tanh', b.unary('Softplus', x));
    const slope = b.mul(b.mul(x, b.unary('Sigmoid', x)), b.sub(1, b.mul(t, t)));
    return b.mul(g, b.add(t, slope));
  }),
  PRelu: rule((s) => {
    const { b } = s;
    return [
      () => b.where(b.compare('Greater', s.in(0), 0), s.grad(), b.mul(s.grad(), s.in(1))),
      () => b.unbroadcast(b.where(b.compare('Greater', s.in(0), 0), 0, b.mul(s.grad(), s.in(0))), s.in(1).shape),
    ];
  }),
  Relu: pointwise((b, g, _x, y) => b.where(b.compare('Greater', y, 0), g, 0)),
  Selu: rule(
    (s) => [
      () => {
        const alpha = s.float('alpha');
        const gamma = s.float('gamma');
        return eluGradient(s.b, s.grad(), s.in(0), s.out(), alpha * gamma, gamma, 1);
      },
    ],
    { reads: ['alpha', 'gamma'] },
  ),
  // sign(x) * max(|x| - lambd, 0) about, with a bias: the slope is 1 outside [-lambd, lambd]
  Shrink: rule(
    (s) => [() => s.b.where(s.b.compare('Greater', s.b.unary('Abs', s.in(0)), s.float('lambd')), s.grad(), 0)],
    { reads: ['lambd'], moot: ['bias'] },
  ),
  Sigmoid: pointwise((b, g, _x, y) => b.mul(g, b.mul(y, b.sub(1, y)))),
  Softplus: pointwise((b, g, x) => b.mul(g, b.unary('Sigmoid', x))),
  Softsign: pointwise((b, g, x) => {
    const scale = b.add(b.unary('Abs', x), 1);
    return b.div(g, b.mul(scale, scale));
  }),
  // x * sigmoid(alpha * x)
  Swish: rule(
    (s) => [
      () => {
        const alpha = s.float('alpha');
        const sigmoid = s.b.unary('Sigmoid', s.b.mul(s.in(0), alpha));
        return s.b.mul(s.grad(), swishSlope(s.b, sigmoid, s.b.mul(s.out(), alpha)));
      },
    ],
    { reads: ['alpha'] },
  ),
  ThresholdedRelu: rule((s) => [() => s.b.where(s.b.compare('Greater', s.in(0), s.float('alpha')), s.grad(), 0)], {
    reads: ['alpha'],
  }),
} satisfies Record<string, readonly Rule[]>;

/** sigma + y * (1 - sigma), where y = x * sigma: the derivative of x * sigmoid(x). */
export function swishSlope(b: Ops, sigmoid: Value, y: Value): Value {
  return b.add(sigmoid, b.mul(y, b.sub(1, sigmoid)));
}

/** x >= 0: slope; below: the result is scale * (exp(rate * x) - 1), whose derivative is rate * (y + scale). */
function eluGradient(b: Ops, g: Value, x: Value, y: Value, scale: number, slope: number, rate: number): Value {
  return b.where(b.compare('Greater', x, 0), b.mul(g, slope), b.mul(g, b.mul(b.add(y, scale), rate)));
}

/** Phi(x) + x * phi(x), the normal distribution's function and density. */
function erfGelu(b: Ops, g: Value, x: Value): Value {
  const cdf = b.mul(b.add(b.unary('Erf', b.mul(x, Math.SQRT1_2)), 1), 0.5);
  return b.mul(g, b.add(cdf, normalDensityTimes(b, x)));
}

/** x * phi(x) = x * exp(-x^2 / 2) / sqrt(2 pi) */
function normalDensityTimes(b: Ops, x: Value): Value {
  const density = b.unary('Exp', b.mul(b.mul(x, x), -0.5));
  return b.mul(b.mul(x, 1 / Math.sqrt(2 * Math.PI)), density);
}

/** y = x / 2 * (1 + t), t = tanh(c * (x + 0.044715 * x^3)), c = sqrt(2 / pi) */
function tanhGelu(b: Ops, g: Value, x: Value): Value {
  const c = Math.sqrt(2 / Math.PI);
  const square = b.mul(x, x);
  const t = b.unary('Tanh', b.mul(x, b.add(b.mul(square, c * 0.044715), c)));
  const inner = b.mul(x, b.add(b.mul(square, 3 * c * 0.044715), c));
  const slope = b.mul(b.sub(1, b.mul(t, t)), inner);
  return b.mul(g, b.mul(b.add(b.add(t, 1), slope), 0.5));
}
