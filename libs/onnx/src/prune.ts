import { GraphIndex, usedValues } from './graph-index.ts';
import type { GraphProto, NodeProto, OnnxModel } from './types.ts';

/**
 * Removes, in place, what no output of the model needs: nodes, initializers, value_info, annotations. Inputs stay: they
 * are the model's interface. Model-local functions that no node calls go too.
 */
export function pruneUnused(model: OnnxModel): void {
  const { proto } = model;
  const { graph } = proto;
  const outputs = graph.output.map((value) => value.name);
  keepNodes(graph, neededNodes(graph, outputs));
  const called = new Set<string>();
  collectCalls(graph.node, proto, called);
  proto.functions = proto.functions.filter((each) => called.has(`${each.domain}:${each.name}`));
}

/** The nodes that the wanted values depend on. */
function neededNodes(graph: GraphProto, wanted: readonly string[]): Set<NodeProto> {
  const index = new GraphIndex(graph);
  const needed = new Set<NodeProto>();
  const queue = [...wanted];
  for (let value = queue.pop(); value !== undefined; value = queue.pop()) {
    const node = index.producer(value);
    if (!node || needed.has(node)) continue;
    needed.add(node);
    queue.push(...usedValues(node));
  }
  return needed;
}

/** Keeps only these nodes, in their order, and of the rest of the graph what they or the outputs mention. */
function keepNodes(graph: GraphProto, needed: ReadonlySet<NodeProto>): void {
  graph.node = graph.node.filter((node) => needed.has(node));
  const read = new Set(graph.output.map((value) => value.name));
  const made = new Set(graph.input.map((value) => value.name));
  for (const node of graph.node) {
    for (const name of usedValues(node)) read.add(name);
    for (const name of node.output) made.add(name);
  }
  graph.initializer = graph.initializer.filter((tensor) => read.has(tensor.name));
  graph.sparseInitializer = graph.sparseInitializer.filter(({ values }) => values && read.has(values.name));
  const defined = new Set([...made, ...graph.initializer.map((tensor) => tensor.name)]);
  graph.valueInfo = graph.valueInfo.filter((value) => defined.has(value.name));
  graph.quantizationAnnotation = graph.quantizationAnnotation.filter((each) => defined.has(each.tensorName));
}

function collectCalls(nodes: readonly NodeProto[], proto: OnnxModel['proto'], called: Set<string>): void {
  for (const node of nodes) {
    const key = `${node.domain}:${node.opType}`;
    if (!called.has(key)) {
      const callee = proto.functions.find((each) => each.domain === node.domain && each.name === node.opType);
      if (callee) {
        called.add(key);
        collectCalls(callee.node, proto, called);
      }
    }
    for (const { g, graphs } of node.attribute) {
      for (const graph of g ? [g, ...graphs] : graphs) collectCalls(graph.node, proto, called);
    }
  }
}
