import { usedValues, type NodeProto } from '@facet/onnx';

/**
 * The nodes in the order in which ONNX Runtime computes them one after the other: from those whose results no node reads, of
 * which it begins with that which stands last, it goes to what each reads, again the last first, and comes back.
 */
export function executionOrder(nodes: readonly NodeProto[]): NodeProto[] {
  const producer = new Map(
    nodes.flatMap(({ output }, at) => output.filter(Boolean).map((name) => [name, at] as const)),
  );
  const reads = nodes.map((node) => {
    const producers = new Set(usedValues(node).flatMap((name) => producer.get(name) ?? []));
    return [...producers].sort((a, b) => a - b);
  });
  const isRead = new Set(reads.flat());
  const stack = [...nodes.keys()].filter((at) => !isRead.has(at)).map((at) => ({ at, isReturning: false }));
  const visited = new Set<number>();
  const order: NodeProto[] = [];
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (next.isReturning) order.push(nodes[next.at]!);
    else if (!visited.has(next.at)) {
      visited.add(next.at);
      stack.push({ at: next.at, isReturning: true });
      for (const at of reads[next.at]!) if (!visited.has(at)) stack.push({ at, isReturning: false });
    }
  }
  return order;
}
