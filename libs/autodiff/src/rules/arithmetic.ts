import { rule, type Rule, type Thunk } from '../rule.ts';
import type { Site } from '../site.ts';
import { isFloating, type Value } from '../values.ts';

/** Two broadcast operands: each gradient is summed over the axes along which its operand was repeated. */
function broadcast(left: (s: Site) => Value, right: (s: Site) => Value): readonly Rule[] {
  return rule((s) => [() => s.b.unbroadcast(left(s), s.in(0).shape), () => s.b.unbroadcast(right(s), s.in(1).shape)]);
}

function variadic(gradient: (s: Site, x: Value) => Value): readonly Rule[] {
  return rule((s) =>
    s.node.input.map(
      (_, i): Thunk =>
        () =>
          s.b.unbroadcast(gradient(s, s.in(i)), s.in(i).shape),
    ),
  );
}

/**
 * Shared equally among the operands that attain the extremum, as PyTorch does. Operands are compared with one another, not with
 * the result: where a runtime leaves out a rounding to float16 on the way of one of them, they would differ.
 */
function extremum(beats: 'GreaterOrEqual' | 'LessOrEqual'): readonly Rule[] {
  return variadic((s, x) => {
    const { b } = s;
    const { shape, type } = s.out();
    const operands = s.node.input.map((_, i) => s.in(i));
    const hit = (each: Value): Value =>
      operands
        .filter((other) => other.name !== each.name)
        .map((other) => b.cast(b.compare(beats, each, other), type))
        .reduce((product, one) => b.mul(product, one), b.scalar(1, type));
    const hits = operands.map(hit).reduce((sum, each) => b.add(sum, each));
    return b.expand(b.div(b.mul(s.grad(), hit(x)), hits), shape);
  });
}

export const arithmetic = {
  Add: broadcast(
    (s) => s.grad(),
    (s) => s.grad(),
  ),
  Div: broadcast(
    (s) => s.b.div(s.grad(), s.in(1)),
    (s) => s.b.neg(s.b.div(s.b.mul(s.grad(), s.out()), s.in(1))),
  ),
  Max: extremum('GreaterOrEqual'),
  Mean: variadic((s) => s.b.mul(s.grad(), 1 / s.node.input.length)),
  Min: extremum('LessOrEqual'),
  Mul: broadcast(
    (s) => s.b.mul(s.grad(), s.in(1)),
    (s) => s.b.mul(s.grad(), s.in(0)),
  ),
  // x - y * trunc(x / y), of which the result gives the truncated quotient
  Mod: rule(
    (s) => {
      if (s.int('fmod') !== 1) s.fail('unsupported-form', 'is differentiable with fmod=1 only');
      return [
        () => s.b.unbroadcast(s.grad(), s.in(0).shape),
        () => {
          const quotient = s.b.div(s.b.sub(s.in(0), s.out()), s.in(1));
          return s.b.unbroadcast(s.b.neg(s.b.mul(s.grad(), quotient)), s.in(1).shape);
        },
      ];
    },
    { reads: ['fmod'] },
  ),
  Pow: broadcast(powerBase, powerExponent),
  Sub: broadcast(
    (s) => s.grad(),
    (s) => s.b.neg(s.grad()),
  ),
  Sum: variadic((s) => s.grad()),
} satisfies Record<string, readonly Rule[]>;

/** p * x^(p - 1), with the powers that exporters write as products and roots. */
function powerBase(s: Site): Value {
  const { b } = s;
  const [x, g] = [s.in(0), s.grad()];
  const [p, ...more] = s.constantNumbers(1) ?? [];
  if (p === undefined || more.length > 0) {
    const exponent = b.cast(s.in(1), x.type);
    const slope = b.mul(exponent, b.pow(x, b.sub(exponent, 1)));
    // x^0 is 1 at 0 too, where 0 * 0^-1 would be no number.
    return b.mul(g, b.where(b.compare('Equal', exponent, 0), 0, slope));
  }
  if (p === 0) return b.zeros(g.shape, g.type);
  if (p === 0.5) return b.mul(b.div(g, s.out()), 0.5);
  if (p === 1) return g;
  return b.mul(g, b.mul(b.pow(x, p - 1), p));
}

/** y * log(x); zero where x is zero and its power finite, as in PyTorch. */
function powerExponent(s: Site): Value {
  const { b } = s;
  const [x, exponent] = [s.in(0), s.in(1)];
  if (!isFloating(exponent.type)) s.fail('unsupported-input', 'has an exponent of integers');
  const flat = b.and(b.compare('Equal', x, 0), b.compare('GreaterOrEqual', exponent, 0));
  const slope = b.where(flat, 0, b.mul(s.out(), b.unary('Log', x)));
  return b.cast(b.mul(s.grad(), slope), exponent.type);
}
