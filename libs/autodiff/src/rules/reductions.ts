import { oldestSchema } from '@facet/onnx';
import type { Ops } from '../ops.ts';
import { rule, type Rule, type Vjp } from '../rule.ts';
import type { Site } from '../site.ts';
import { dim, positiveAxis, range, type Value } from '../values.ts';

/** The reduced axes as the node gives them. */
type Axes<A extends string> = (s: Site<A>) => readonly number[];

/** None given means all of them. */
const asAttribute: Axes<'axes'> = (s) => s.maybeInts('axes') ?? range(s.in(0).shape.length);

/** None given means all of them, unless the node says that it means none. */
const asInput: Axes<'noop_with_empty_axes'> = (s) => {
  const given = s.numbers(1) ?? [];
  return given.length > 0 || s.int('noop_with_empty_axes') === 1 ? given : range(s.in(0).shape.length);
};

interface Reduced {
  readonly g: Value;
  readonly x: Value;
  readonly y: Value;
  readonly axes: readonly number[];
}

/**
 * The axes are an attribute at first and an input from an opset on (18; 13 for ReduceSum). `g` and `y` come with their reduced axes
 * back, of length 1, so that they broadcast against `x`.
 */
function reduction(gradient: (b: Ops, reduced: Reduced) => Value, inputSince = 18): readonly Rule[] {
  const by = <A extends string>(given: Axes<A>): Vjp<A> => {
    return (s) => [
      () => {
        const x = s.in(0);
        const axes = given(s).map((axis) => positiveAxis(axis, x.shape.length));
        const shape = x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
        return gradient(s.b, { x, axes, g: s.b.reshape(s.grad(), shape), y: s.b.reshape(s.out(), shape) });
      },
    ];
  };
  const moot = ['keepdims'];
  const later = rule(by(asInput), { reads: ['noop_with_empty_axes'], moot, since: inputSince });
  if (inputSince <= oldestSchema) return later;
  return [...rule(by(asAttribute), { reads: ['axes'], moot, until: inputSince - 1 }), ...later];
}

/** Shared equally among the places that attain the extremum, as PyTorch's amax and amin do. */
const extremum = reduction((b, { g, x, y, axes }) => {
  const hit = b.cast(b.compare('Equal', x, y), x.type);
  return b.mul(hit, b.div(g, b.sum(hit, axes)));
});

export const reductions = {
  CumSum: rule(
    (s) => [
      () => {
        const axis = positiveAxis(s.numbers(1)?.[0] ?? 0, s.in(0).shape.length);
        const [exclusive, reverse] = [s.int('exclusive'), s.int('reverse')];
        return s.b.cumSum(s.grad(), axis, { exclusive: exclusive === 1, reverse: reverse === 0 });
      },
    ],
    { reads: ['exclusive', 'reverse'] },
  ),
  ReduceL1: reduction((b, { g, x }) => b.mul(g, b.sign(x))),
  // Zero where all of x is zero, as in PyTorch.
  ReduceL2: reduction((b, { g, x, y }) => b.mul(x, b.div(g, b.nonZero(y, 1)))),
  ReduceLogSum: reduction((b, { g, y }) => b.div(g, b.unary('Exp', y))),
  ReduceLogSumExp: reduction((b, { g, x, y }) => b.mul(b.unary('Exp', b.sub(x, y)), g)),
  ReduceMax: extremum,
  ReduceMean: reduction((b, { g, x, axes }) =>
    b.div(
      g,
      axes.reduce((count, axis) => count * dim(x.shape, axis), 1),
    ),
  ),
  ReduceMin: extremum,
  ReduceProd: reduction(productGradient),
  ReduceSum: reduction((_b, { g }) => g, 13),
  ReduceSumSquare: reduction((b, { g, x }) => b.mul(x, b.mul(g, 2))),
} satisfies Record<string, readonly Rule[]>;

/**
 * The product of all the others. y / x would fail at zeros, so they are counted: with none it is y / x, with one only that
 * place gets the product of the rest, with more nothing does.
 */
function productGradient(b: Ops, { g, x, axes }: Reduced): Value {
  const zero = b.compare('Equal', x, 0);
  const filled = b.where(zero, 1, x);
  const others = b.reduce('ReduceProd', filled, axes);
  const zeros = b.sum(b.cast(zero, x.type), axes);
  const without = b.sub(zeros, b.cast(zero, x.type));
  const product = b.where(b.compare('Less', without, 0.5), b.div(others, filled), 0);
  return b.mul(g, product);
}
