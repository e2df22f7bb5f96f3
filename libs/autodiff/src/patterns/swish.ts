import type { NodeProto } from '@facet/onnx';
import { swishSlope } from '../rules/activations.ts';
import type { Group } from './group.ts';
import type { Matcher } from './matcher.ts';

/** x * sigmoid(factor * x): SiLU, and with the factor 1.702 CLIP's fast GELU. Both forward results are used again. */
export function swish(m: Matcher, last: NodeProto): Group | undefined {
  for (const [x, other] of [last.input, last.input.toReversed()] as [string, string][]) {
    const sigmoid = m.producer(other, 'Sigmoid');
    if (!sigmoid || x === other || !m.isActive(x) || !m.isInner(other)) continue;
    const inner = sigmoid.input[0]!;
    const product = inner === x ? undefined : m.producer(inner, 'Mul');
    const scaled = m.withScalar(product);
    if (inner !== x && (scaled?.x !== x || !m.isInner(inner))) continue;
    if (!m.haveOneShape([x, inner, other, last.output[0]!])) continue;
    const factor = scaled?.factor ?? 1;
    return {
      inside: product ? [product, sigmoid] : [sigmoid],
      step: {
        node: last,
        inputs: [x],
        outputs: [last.output[0]!],
        vjp: (s) => [() => s.b.mul(s.grad(), swishSlope(s.b, s.forward.value(other), s.b.mul(s.out(), factor)))],
      },
    };
  }
  return undefined;
}
