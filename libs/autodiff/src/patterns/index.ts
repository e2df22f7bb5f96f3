import type { NodeProto } from '@facet/onnx';
import type { Forward } from '../forward.ts';
import type { Step } from '../walk.ts';
import { attention, largeAttention } from './attention.ts';
import { gelu } from './gelu.ts';
import type { Group } from './group.ts';
import { Matcher } from './matcher.ts';
import { swish } from './swish.ts';

/** Recognises a group by its last node. */
export type Pattern = (matcher: Matcher, last: NodeProto) => Group | undefined;

const patterns: Readonly<Record<string, readonly Pattern[]>> = {
  MatMul: [largeAttention, attention],
  Mul: [swish, gelu],
};

/**
 * Groups of nodes that together have a shorter gradient than one by one: for the last node of each its step, for the others
 * 'inside'. All of them are still computed; only their gradients are not.
 */
export function recognise(
  forward: Forward,
  active: ReadonlySet<string>,
  outputs: ReadonlySet<string>,
): Map<NodeProto, Step | 'inside'> {
  const matcher = new Matcher(forward, active, outputs);
  const found = new Map<NodeProto, Step | 'inside'>();
  for (const node of forward.model.proto.graph.node) {
    if (!node.output.some((output) => active.has(output)) || !Object.hasOwn(patterns, node.opType)) continue;
    for (const pattern of patterns[node.opType]!) {
      const group = pattern(matcher, node);
      if (!group || group.inside.some((each) => found.has(each))) continue;
      for (const each of group.inside) found.set(each, 'inside');
      found.set(node, group.step);
      break;
    }
  }
  return found;
}
