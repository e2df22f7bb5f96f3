import type { Ops } from '../ops.ts';
import { rule, type Rule } from '../rule.ts';
import type { Value } from '../values.ts';

type Derivative = (b: Ops, g: Value, x: Value, y: Value) => Value;

/** A function of one input, element by element: the gradient from g, the input x and the result y. */
export function pointwise(derivative: Derivative): readonly Rule[] {
  return rule((s) => [() => derivative(s.b, s.grad(), s.in(0), s.out())]);
}

/** g / sqrt(1 + c * x^2) and the like: the derivatives of the inverse functions. */
const overRoot = (b: Ops, g: Value, radicand: Value): Value => b.div(g, b.unary('Sqrt', radicand));

export const elementary = {
  Abs: pointwise((b, g, x) => b.mul(g, b.sign(x))),
  Acos: pointwise((b, g, x) => b.neg(overRoot(b, g, b.sub(1, b.mul(x, x))))),
  Acosh: pointwise((b, g, x) => overRoot(b, g, b.sub(b.mul(x, x), 1))),
  Asin: pointwise((b, g, x) => overRoot(b, g, b.sub(1, b.mul(x, x)))),
  Asinh: pointwise((b, g, x) => overRoot(b, g, b.add(b.mul(x, x), 1))),
  Atan: pointwise((b, g, x) => b.div(g, b.add(b.mul(x, x), 1))),
  Atanh: pointwise((b, g, x) => b.div(g, b.sub(1, b.mul(x, x)))),
  Cos: pointwise((b, g, x) => b.neg(b.mul(g, b.unary('Sin', x)))),
  // sinh and cosh have no GPU kernel in every provider; exp has.
  Cosh: pointwise((b, g, x) => b.mul(g, hyperbolic(b, x, 'Sub'))),
  Erf: pointwise((b, g, x) => b.mul(g, b.mul(b.unary('Exp', b.neg(b.mul(x, x))), 2 / Math.sqrt(Math.PI)))),
  Exp: pointwise((b, g, _x, y) => b.mul(g, y)),
  Log: pointwise((b, g, x) => b.div(g, x)),
  Neg: pointwise((b, g) => b.neg(g)),
  Reciprocal: pointwise((b, g, _x, y) => b.neg(b.mul(g, b.mul(y, y)))),
  Sin: pointwise((b, g, x) => b.mul(g, b.unary('Cos', x))),
  Sinh: pointwise((b, g, x) => b.mul(g, hyperbolic(b, x, 'Add'))),
  Sqrt: pointwise((b, g, _x, y) => b.mul(b.div(g, y), 0.5)),
  Tan: pointwise((b, g, _x, y) => b.mul(g, b.add(b.mul(y, y), 1))),
  Tanh: pointwise((b, g, _x, y) => b.mul(g, b.sub(1, b.mul(y, y)))),
} satisfies Record<string, readonly Rule[]>;

/** sinh(x) by Sub, cosh(x) by Add: (exp(x) -+ exp(-x)) / 2. */
function hyperbolic(b: Ops, x: Value, opType: 'Add' | 'Sub'): Value {
  return b.mul(b.binary(opType, b.unary('Exp', x), b.unary('Exp', b.neg(x))), 0.5);
}
