import { attrInt, type NodeProto } from '@facet/onnx';
import { matMulGradients } from '../rules/linear.ts';
import { findAttention } from '../attention/find.ts';
import { isLarge } from '../attention/blocks.ts';
import { attentionGradients } from '../attention/gradient.ts';
import { dim, positiveAxis, sameShape, withDim, type Value } from '../values.ts';
import type { Group } from './group.ts';
import type { Matcher } from './matcher.ts';
import type { Site } from '../site.ts';

/** Attention of many tokens, whose probabilities are not kept but computed again (see `splitAttention`). */
export function largeAttention(m: Matcher, last: NodeProto): Group | undefined {
  const found = findAttention(m.forward, last);
  if (!found || !isLarge(found) || found.changes.some(({ operand }) => m.isActive(operand.name))) return undefined;
  const { q, kT, v, inside } = found;
  const inputs = [q, kT, v].map(({ name }) => (m.isActive(name) ? name : ''));
  const wanted = { q: m.isActive(q.name), kT: m.isActive(kT.name), v: m.isActive(v.name) };
  return {
    inside,
    step: {
      node: last,
      inputs,
      outputs: [last.output[0]!],
      vjp: (s) => attentionGradients(s, found, wanted),
    },
  };
}

/**
 * O = P * V with P = softmax(S) along the last axis. The softmax's gradient, P * (dP - rowsum(dP * P)), needs a sum over all keys;
 * it equals rowsum(dO * O) over the width of a head, which is far shorter (Dao et al., FlashAttention, 2022, appendix B.2).
 */
export function attention(m: Matcher, last: NodeProto): Group | undefined {
  const [p, v] = last.input as [string, string];
  const softmax = m.producer(p, 'Softmax');
  if (!softmax || !m.isActive(softmax.input[0]) || !m.isInner(p)) return undefined;
  const [probabilities, result] = [m.forward.value(p).shape, m.forward.value(last.output[0]!).shape];
  const rank = probabilities.length;
  // Where V repeats P over a batch, the gradient of S is a sum over it, which the two rules know.
  const sameBatch = sameShape(probabilities.slice(0, -1), result.slice(0, -1));
  if (
    !sameBatch ||
    m.forward.value(v).shape.length !== rank ||
    positiveAxis(attrInt(softmax, 'axis', -1), rank) !== rank - 1
  )
    return undefined;
  return {
    inside: [softmax],
    step: {
      node: last,
      inputs: [softmax.input[0]!, m.isActive(v) ? v : ''],
      outputs: [last.output[0]!],
      vjp: (s) => [() => scoresGradient(s), matMulGradients(s)[1]],
    },
  };
}

function scoresGradient(s: Site): Value {
  const { b } = s;
  const [p, v, o, g] = [s.in(0), s.in(1), s.out(), s.grad()];
  const last = o.shape.length - 1;
  const along = b.sum(b.mul(g, o), [last]);
  const [keys, width] = [dim(p.shape, -1), dim(o.shape, -1)];
  if (keys < 4 * width) return b.mul(p, b.sub(b.matmul(g, b.matrixTranspose(v)), along));
  // One more column in the product subtracts the row sums without another pass over all queries and keys.
  const minus = b.expand(b.scalar(-1, g.type), withDim(v.shape, last, 1));
  const product = b.matmul(b.concat([g, along], last), b.matrixTranspose(b.concat([v, minus], last)));
  return b.mul(p, product);
}
