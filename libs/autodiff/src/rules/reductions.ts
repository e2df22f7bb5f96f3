import { attrInt, attrInts } from '@facet/onnx';
import { rule, type Rule, type Site } from '../site.ts';
import { dim, positiveAxis, range, type Value } from '../values.ts';

/** The axes of a reduction, as an attribute before opset 18 (13 for ReduceSum) and as a constant input from then on. */
function reducedAxes(s: Site): number[] {
  const rank = s.in(0).shape.length;
  const given = attrInts(s.node, 'axes', undefined) ?? s.numbers(1) ?? [];
  if (given.length > 0) return given.map((axis) => positiveAxis(axis, rank));
  return attrInt(s.node, 'noop_with_empty_axes', 0) === 1 ? [] : range(rank);
}

/** A value of the reduced shape with its reduced axes back, of length 1, so that it broadcasts against the input. */
function kept(s: Site, value: Value): Value {
  const axes = reducedAxes(s);
  return s.b.reshape(
    value,
    s.in(0).shape.map((length, axis) => (axes.includes(axis) ? 1 : length)),
  );
}

function reduction(gradient: (s: Site, g: Value, x: Value, y: Value) => Value): readonly Rule[] {
  return rule((s) => [() => gradient(s, kept(s, s.grad()), s.in(0), kept(s, s.out()))]);
}

/** Shared equally among the places that attain the extremum, as PyTorch's amax and amin do. */
const extremum = reduction((s, g, x, y) => {
  const hit = s.b.cast(s.b.compare('Equal', x, y), x.type);
  return s.b.mul(hit, s.b.div(g, s.b.sum(hit, reducedAxes(s))));
});

export const reductions = {
  CumSum: rule((s) => [
    () => {
      const { b } = s;
      const axis = positiveAxis(s.numbers(1)?.[0] ?? 0, s.in(0).shape.length);
      const [exclusive, reverse] = [attrInt(s.node, 'exclusive', 0), attrInt(s.node, 'reverse', 0)];
      return b.cumSum(s.grad(), axis, { exclusive: exclusive === 1, reverse: reverse === 0 });
    },
  ]),
  ReduceL1: reduction((s, g, x) => s.b.mul(g, s.b.unary('Sign', x))),
  ReduceL2: reduction((s, g, x, y) => s.b.mul(x, s.b.div(g, y))),
  ReduceLogSum: reduction((s, g, _x, y) => s.b.div(g, s.b.unary('Exp', y))),
  ReduceLogSumExp: reduction((s, g, x, y) => s.b.mul(s.b.unary('Exp', s.b.sub(x, y)), g)),
  ReduceMax: extremum,
  ReduceMean: reduction((s, g, x) => {
    const count = reducedAxes(s).reduce((product, axis) => product * dim(x.shape, axis), 1);
    return s.b.mul(g, 1 / count);
  }),
  ReduceMin: extremum,
  ReduceProd: rule((s) => [() => productGradient(s)]),
  ReduceSum: reduction((_s, g) => g),
  ReduceSumSquare: reduction((s, g, x) => s.b.mul(x, s.b.mul(g, 2))),
} satisfies Record<string, readonly Rule[]>;

/**
 * The product of all the others. y / x would fail at zeros, so they are counted: with none it is y / x, with one only that
 * place gets the product of the rest, with more nothing does.
 */
function productGradient(s: Site): Value {
  const { b } = s;
  const x = s.in(0);
  const axes = reducedAxes(s);
  const zero = b.compare('Equal', x, 0);
  const filled = b.where(zero, 1, x);
  const others = b.reduce('ReduceProd', filled, axes);
  const zeros = b.sum(b.cast(zero, x.type), axes);
  const without = b.sub(zeros, b.cast(zero, x.type));
  const product = b.where(b.compare('Less', without, 0.5), b.div(others, filled), 0);
  return b.mul(kept(s, s.grad()), product);
}
