import {
  byteLength,
  DataType,
  elementCount,
  GraphIndex,
  isExternal,
  isView,
  ShapeIndex,
  type NodeProto,
  type OnnxModel,
} from '@facet/onnx';
import type { GraphMemory } from '../types.ts';
import { executionOrder } from './execution-order.ts';
import { isOfWeights, valuesOfWeights } from './of-weights.ts';

/** Where operators take a constant that ONNX Runtime keeps in an order of its own, one copy for each of them. */
const PACKED: Readonly<Record<string, number>> = { MatMul: 1, Gemm: 1, Conv: 1, ConvTranspose: 1 };

/**
 * Reckons what a folded graph takes, by the shapes that it says of its values: each lives from the node that makes it to the last
 * that reads it, in ONNX Runtime's order. What it fuses and overwrites in place differs a little; figures in docs/decisions/0013.
 * @param foldsWeights whether its session computes what depends on weights alone when it is opened
 */
export function graphMemory(model: OnnxModel, foldsWeights: boolean): GraphMemory {
  return { ...weightMemory(model, foldsWeights), activations: activationBytes(model, foldsWeights) };
}

function weightMemory(model: OnnxModel, foldsWeights: boolean): Pick<GraphMemory, 'mapped' | 'copied'> {
  const { graph } = model.proto;
  const index = new GraphIndex(graph);
  const inputs = new Set(graph.input.map(({ name }) => name));
  let [mapped, copied] = [0, 0];
  for (const tensor of graph.initializer) {
    const { name, dims, dataType } = tensor;
    const readers = wideReaders(name, index);
    const isWidened = readers.isWidened && foldsWeights;
    const bytes = byteLength(isWidened ? DataType.FLOAT : dataType, elementCount(dims)) ?? 0;
    const packed = readers.nodes.filter(({ node, value }) => node.input[PACKED[node.opType] ?? -1] === value).length;
    // One that is declared as an input, too, is taken as it is by all who read it; so is one that is widened at each run.
    const isTakenAsIs = inputs.has(name) || (readers.isWidened && !foldsWeights);
    const copies = isTakenAsIs ? 0 : packed;
    const isRead = isTakenAsIs || readers.nodes.length > packed || packed === 0;
    copied += copies * bytes;
    if (isRead && isExternal(tensor) && !isWidened) mapped += bytes;
    else if (isRead) copied += bytes;
  }
  return { mapped, copied };
}

/** Who reads a stored tensor; behind a Cast, which ONNX Runtime folds into a wider copy, who reads that. */
function wideReaders(
  name: string,
  index: GraphIndex,
): { readonly nodes: { node: NodeProto; value: string }[]; readonly isWidened: boolean } {
  const direct = index.consumers(name);
  const casts = direct.filter(({ opType }) => opType === 'Cast');
  if (casts.length === 0 || casts.length < direct.length)
    return { nodes: direct.map((node) => ({ node, value: name })), isWidened: false };
  const nodes = casts.flatMap(({ output }) => index.consumers(output[0]!).map((node) => ({ node, value: output[0]! })));
  return { nodes, isWidened: true };
}

function activationBytes(model: OnnxModel, foldsWeights: boolean): number {
  const { graph } = model.proto;
  const shapes = new ShapeIndex(model);
  const stored = new Set(graph.initializer.map(({ name }) => name));
  const sizeOf = (name: string): number => {
    const dims = shapes.shape(name);
    const type = shapes.elementType(name) ?? DataType.FLOAT;
    return dims ? (byteLength(type, elementCount(dims)) ?? 0) : 0;
  };
  // The value whose memory another is, for views of views, too; and the values that are computed of weights alone.
  const owner = new Map<string, string>();
  const ownerOf = (name: string): string => owner.get(name) ?? name;
  const last = new Map<string, number>();
  const nodes = executionOrder(graph.node);
  const constant = foldsWeights ? valuesOfWeights(nodes, graph.initializer) : stored;
  for (const [at, node] of nodes.entries()) {
    if (foldsWeights && isOfWeights(node, constant)) continue;
    if (isView(node)) owner.set(node.output[0]!, ownerOf(node.input[0]!));
    for (const name of [...node.input.filter(Boolean), ...node.output]) last.set(ownerOf(name), at);
  }
  for (const { name } of graph.output) last.set(ownerOf(name), nodes.length);
  const ending = new Map<number, string[]>();
  for (const [name, at] of last) ending.set(at, [...(ending.get(at) ?? []), name]);

  let live = graph.input.reduce((sum, { name }) => sum + (stored.has(name) ? 0 : sizeOf(name)), 0);
  let most = live;
  const made = new Set<string>();
  for (const [at, node] of nodes.entries()) {
    for (const name of node.output) {
      if (!name || constant.has(name) || owner.has(name)) continue;
      made.add(name);
      live += sizeOf(name);
    }
    most = Math.max(most, live);
    for (const name of ending.get(at) ?? []) if (made.has(name)) live -= sizeOf(name);
  }
  return most;
}
