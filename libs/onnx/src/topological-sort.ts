import { OnnxError } from './errors.ts';
import { usedValues } from './graph-index.ts';
import type { GraphProto, NodeProto } from './types.ts';

/** A node for messages: its name and operator, or its operator and first output when it has no name. */
export function describeNode(node: NodeProto): string {
  const operator = node.domain ? `${node.domain}.${node.opType}` : node.opType;
  return node.name ? `node '${node.name}' (${operator})` : `the ${operator} node that makes '${node.output[0] ?? ''}'`;
}

/**
 * Puts the nodes in an order in which every value is computed before it is read; nodes that may stay where they are keep
 * their order (Kahn's algorithm with the smallest original position first).
 * @throws {OnnxError} `invalid-graph` when the graph has a cycle, naming the nodes on it.
 */
export function topologicalSort(graph: GraphProto): void {
  const { node: nodes } = graph;
  const producer = new Map<string, number>();
  for (const [position, node] of nodes.entries())
    for (const name of node.output) if (name) producer.set(name, position);
  const readers = nodes.map((): number[] => []);
  const waiting = nodes.map((node, position) => {
    const sources = new Set(usedValues(node).flatMap((name) => producer.get(name) ?? []));
    for (const source of sources) readers[source]!.push(position);
    return sources.size;
  });
  const ready = new MinHeap();
  for (const [position, count] of waiting.entries()) if (count === 0) ready.push(position);
  const sorted: NodeProto[] = [];
  for (let position = ready.pop(); position !== undefined; position = ready.pop()) {
    sorted.push(nodes[position]!);
    for (const reader of readers[position]!) if (--waiting[reader]! === 0) ready.push(reader);
  }
  if (sorted.length < nodes.length) {
    throw new OnnxError('invalid-graph', `The graph has a cycle: ${describeCycle(nodes, waiting, producer)}.`);
  }
  graph.node = sorted;
}

/** Follows unfinished producers from an unfinished node until one repeats. */
function describeCycle(nodes: NodeProto[], waiting: number[], producer: Map<string, number>): string {
  const path: number[] = [];
  let position = waiting.findIndex((count) => count > 0);
  while (!path.includes(position)) {
    path.push(position);
    const sources = usedValues(nodes[position]!).flatMap((name) => producer.get(name) ?? []);
    position = sources.find((source) => waiting[source]! > 0)!;
  }
  const cycle = path.slice(path.indexOf(position)).reverse();
  return [...cycle, cycle[0]!].map((each) => describeNode(nodes[each]!)).join(' -> ');
}

class MinHeap {
  readonly #items: number[] = [];

  push(value: number): void {
    const items = this.#items;
    let at = items.push(value) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (items[parent]! <= value) break;
      items[at] = items[parent]!;
      at = parent;
    }
    items[at] = value;
  }

  pop(): number | undefined {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (last === undefined || items.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && items[child + 1]! < items[child]!) child++;
      if (items[child]! >= last) break;
      items[at] = items[child]!;
      at = child;
    }
    items[at] = last;
    return top;
  }
}
