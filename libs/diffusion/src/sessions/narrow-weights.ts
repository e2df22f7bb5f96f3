import { totalmem } from 'node:os';
import {
  byteLength,
  cloneModel,
  DataType,
  elementCount,
  GraphIndex,
  int,
  makeNode,
  pruneUnused,
  valueInfo,
  type NodeProto,
  type OnnxModel,
} from '@facet/onnx';
import { isOfWeights, valuesOfWeights } from '../memory/of-weights.ts';

/**
 * Where a U-Net's weights of 16 bits take more than this when they are widened to float32, those of all its model's large networks stay as
 * they are stored, and are widened one at a time at each run: of Stable Diffusion XL (10.3 GB in float32) in less than 41 GB of memory.
 * By the memory that a machine has, not what is free now, since sums round differently in the two ways.
 */
const WIDENED_BYTES_MAX = totalmem() / 4;

/** Whether sessions of a model with this U-Net widen their weights at each run on a CPU. */
export function staysNarrow(model: OnnxModel, widenedBytesMax = WIDENED_BYTES_MAX): boolean {
  const { initializer } = model.proto.graph;
  const narrow = initializer.filter(({ dataType }) => dataType === DataType.FLOAT16 || dataType === DataType.BFLOAT16);
  const widened = narrow.reduce((sum, { dims }) => sum + (byteLength(DataType.FLOAT, elementCount(dims)) ?? 0), 0);
  return widened > widenedBytesMax;
}

/**
 * The graph with a Cast of its own for each reader of a stored tensor: of one that forward and backward share, the wide copy would
 * be kept from the one to the other. For sessions that neither fold constants nor merge equal nodes.
 */
export function castForEachReader(original: OnnxModel): OnnxModel {
  const model = cloneModel(original);
  const { graph } = model.proto;
  const index = new GraphIndex(graph);
  const nodes: NodeProto[] = [];
  for (const node of graph.node) {
    node.input = node.input.map((name) => {
      const cast = index.producer(name);
      if (cast?.opType !== 'Cast' || !index.initializer(cast.input[0]!)) return name;
      const value = index.uniqueName(`${name}/again`);
      graph.valueInfo.push(valueInfo(value, DataType.FLOAT, index.initializer(cast.input[0]!)!.dims));
      nodes.push(makeNode('Cast', [...cast.input], [value], { to: int(DataType.FLOAT) }, value));
      return value;
    });
    nodes.push(node);
  }
  graph.node = weightsFirst(nodes, graph.initializer);
  pruneUnused(model);
  return model;
}

/**
 * The nodes in an order in which ONNX Runtime computes of a weight only when all else is there that is computed with it. From each
 * node it goes to its inputs, and first to that which stands last: a Cast that stood right before its reader would run before all that
 * leads up to that reader, and so all of them at the beginning, and the widened weights would stand in memory together.
 */
function weightsFirst(nodes: readonly NodeProto[], stored: readonly { readonly name: string }[]): NodeProto[] {
  const values = valuesOfWeights(nodes, stored);
  const [first, rest]: [NodeProto[], NodeProto[]] = [[], []];
  for (const node of nodes) (isOfWeights(node, values) ? first : rest).push(node);
  return [...first, ...rest];
}
