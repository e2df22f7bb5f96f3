import type { NodeProto } from '@facet/onnx';
import type { Group } from './group.ts';
import { isClose, type Matcher } from './matcher.ts';

/**
 * x * (1 + erf(x / sqrt(2))) / 2 in the orders in which exporters write it. With u = x / sqrt(2) and e = 1 + erf(u), which the
 * forward part has: dx = g / 2 * (e + u * 2 / sqrt(pi) * exp(-u^2)).
 */
export function gelu(m: Matcher, last: NodeProto): Group | undefined {
  for (const form of [halfLast, halfFirst]) {
    const found = form(m, last);
    if (!found) continue;
    const sum = found.sum.output[0]!;
    const erf = m.withScalar(found.sum);
    const u = erf && isClose(erf.factor, 1) ? m.producer(erf.x, 'Erf')?.input[0] : undefined;
    const scaling = u === undefined ? undefined : rootScaled(m, u, found.x);
    if (!erf || !u || !scaling || !m.isActive(found.x)) continue;
    const inner = [sum, erf.x, u, ...found.values];
    if (!inner.every((value) => m.isInner(value)) || !m.haveOneShape([found.x, ...inner, last.output[0]!])) continue;
    return {
      inside: [scaling, m.producer(erf.x, 'Erf')!, found.sum, ...found.nodes],
      step: {
        node: last,
        inputs: [found.x],
        outputs: [last.output[0]!],
        vjp: (s) => [
          () => {
            const { b } = s;
            const [scaledX, onePlusErf] = [s.forward.value(u), s.forward.value(sum)];
            const exponent = b.sub(Math.log(2 / Math.sqrt(Math.PI)), b.mul(scaledX, scaledX));
            const slope = b.add(b.mul(b.unary('Exp', exponent), scaledX), onePlusErf);
            return b.mul(b.mul(s.grad(), slope), 0.5);
          },
        ],
      },
    };
  }
  return undefined;
}

interface Form {
  readonly x: string;
  /** The Add of one. */
  readonly sum: NodeProto;
  /** What else lies inside, with the values between. */
  readonly nodes: readonly NodeProto[];
  readonly values: readonly string[];
}

/** (x * e) * 0.5 */
function halfLast(m: Matcher, last: NodeProto): Form | undefined {
  const half = m.withScalar(last);
  const product = half && isClose(half.factor, 0.5) ? m.producer(half.x, 'Mul') : undefined;
  if (!product) return undefined;
  const [a, c] = product.input as [string, string];
  const right = m.producer(c, 'Add');
  const left = m.producer(a, 'Add');
  if (right && isErfSum(m, right)) return { x: a, sum: right, nodes: [product], values: [half!.x] };
  return left && isErfSum(m, left) ? { x: c, sum: left, nodes: [product], values: [half!.x] } : undefined;
}

/** (0.5 * x) * e */
function halfFirst(m: Matcher, last: NodeProto): Form | undefined {
  for (const [a, c] of [last.input, last.input.toReversed()] as [string, string][]) {
    const [first, sum] = [m.producer(a, 'Mul'), m.producer(c, 'Add')];
    const half = m.withScalar(first);
    if (first && half && isClose(half.factor, 0.5) && sum && isErfSum(m, sum))
      return { x: half.x, sum, nodes: [first], values: [a] };
  }
  return undefined;
}

function isErfSum(m: Matcher, sum: NodeProto): boolean {
  return m.producer(m.withScalar(sum)?.x, 'Erf') !== undefined;
}

/** The node that computes u = x / sqrt(2). */
function rootScaled(m: Matcher, u: string, x: string): NodeProto | undefined {
  const [division, product] = [m.producer(u, 'Div'), m.producer(u, 'Mul')];
  const divided = division?.input[0] === x && isClose(m.scalar(division.input[1]), Math.SQRT2);
  const scaled = m.withScalar(product);
  if (divided) return division;
  return scaled?.x === x && isClose(scaled.factor, Math.SQRT1_2) ? product : undefined;
}
