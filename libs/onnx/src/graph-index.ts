import { AttributeType } from './data-type.ts';
import type { GraphProto, NodeProto, TensorProto, ValueInfoProto } from './types.ts';

/** The names that a node reads: its inputs, and what the graphs in its attributes (If, Loop, Scan) take from outside. */
export function usedValues(node: NodeProto): string[] {
  const used = node.input.filter((name) => name !== '');
  for (const attribute of node.attribute) {
    if (attribute.type === AttributeType.GRAPH && attribute.g) used.push(...capturedValues(attribute.g));
    for (const graph of attribute.graphs) used.push(...capturedValues(graph));
  }
  return used;
}

/** Values that a nested graph reads and does not define itself. */
function capturedValues(graph: GraphProto): string[] {
  const own = new Set<string>();
  for (const { name } of [...graph.input, ...graph.initializer]) own.add(name);
  for (const node of graph.node) for (const name of node.output) own.add(name);
  const read = [...graph.node.flatMap(usedValues), ...graph.output.map((value) => value.name)];
  return [...new Set(read)].filter((name) => !own.has(name));
}

/**
 * Look-ups over a graph as it is now. After edits make a new one, or tell it about added nodes with `add`; making it is
 * one pass over the graph.
 */
export class GraphIndex {
  readonly graph: GraphProto;
  readonly #producers = new Map<string, NodeProto>();
  readonly #consumers = new Map<string, NodeProto[]>();
  readonly #initializers = new Map<string, TensorProto>();
  readonly #inputs = new Map<string, ValueInfoProto>();
  readonly #outputs = new Map<string, ValueInfoProto>();
  readonly #names = new Set<string>();
  /** The count that names of a prefix have reached: graphs in blocks ask for thousands of one. */
  readonly #counts = new Map<string, number>();

  constructor(graph: GraphProto) {
    this.graph = graph;
    for (const tensor of graph.initializer) this.#initializers.set(tensor.name, tensor);
    for (const { values } of graph.sparseInitializer) if (values) this.#initializers.set(values.name, values);
    for (const input of graph.input) this.#inputs.set(input.name, input);
    for (const output of graph.output) this.#outputs.set(output.name, output);
    for (const name of [...this.#initializers.keys(), ...this.#inputs.keys()]) this.#names.add(name);
    for (const node of graph.node) this.add(node);
  }

  /** Takes a node into the index; the graph itself is not touched. */
  add(node: NodeProto): void {
    if (node.name) this.#names.add(node.name);
    for (const name of node.output) {
      if (name === '') continue;
      this.#producers.set(name, node);
      this.#names.add(name);
    }
    for (const name of new Set(usedValues(node))) {
      const consumers = this.#consumers.get(name);
      if (consumers) consumers.push(node);
      else this.#consumers.set(name, [node]);
    }
  }

  /** The node that computes a value; undefined for inputs and initializers. */
  producer(value: string): NodeProto | undefined {
    return this.#producers.get(value);
  }

  /** Every node that reads a value, once each, in graph order; a node whose nested graph reads it counts. */
  consumers(value: string): readonly NodeProto[] {
    return this.#consumers.get(value) ?? [];
  }

  initializer(name: string): TensorProto | undefined {
    return this.#initializers.get(name);
  }

  /** Whether the caller of the model gives this value: a graph input that is not merely the declaration of an initializer. */
  isInput(name: string): boolean {
    return this.#inputs.has(name) && !this.#initializers.has(name);
  }

  isOutput(name: string): boolean {
    return this.#outputs.has(name);
  }

  /** Whether the graph defines a value of this name. */
  has(name: string): boolean {
    return this.#producers.has(name) || this.#initializers.has(name) || this.#inputs.has(name);
  }

  /** A name that no value or node has yet: the prefix itself, or the prefix with `_2`, `_3` ... It is reserved by the call. */
  uniqueName(prefix: string): string {
    let name = prefix;
    let count = this.#counts.get(prefix) ?? 1;
    while (this.#names.has(name)) name = `${prefix}_${++count}`;
    this.#counts.set(prefix, count);
    this.#names.add(name);
    return name;
  }
}
