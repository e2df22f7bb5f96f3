import {
  cloneMessage,
  cloneModel,
  GraphIndex,
  type GraphProto,
  type NodeProto,
  type OnnxModel,
  type ValueInfoProto,
} from '@facet/onnx';
import { contextName } from '@facet/models';
import { ModelError } from '../model-error.ts';
import { compareLayers, layerOf } from './layer-names.ts';

/** A U-Net with one conditioning input per cross-attention layer. */
export interface SplitUnet {
  readonly model: OnnxModel;
  /** Module names in forward order; layer k reads the input `contextName(k)`. */
  readonly layers: readonly string[];
}

/** Operators that pass the conditioning on unchanged but for type or grouping; copied for each layer. */
const passing = new Set(['Cast', 'Identity', 'Reshape', 'Flatten', 'Unsqueeze', 'Squeeze', 'Transpose', 'Dropout']);

/** A node that reads the conditioning, with the passing nodes between the input and it. */
interface Reader {
  readonly node: NodeProto;
  readonly value: string;
  readonly via: readonly NodeProto[];
}

/**
 * Replaces the input `encoder_hidden_states` by one input per cross-attention layer; with all of them equal the network
 * computes what it did before. Works on the graph as exported, before any folding, because folding may merge layers.
 * @throws {ModelError} `unexpected-graph` when a consumer is not understood, a layer's name cannot be told, or a layer has
 * not exactly two projections
 */
export function splitConditioning(original: OnnxModel, input = 'encoder_hidden_states'): SplitUnet {
  const model = cloneModel(original);
  const { graph } = model.proto;
  const index = new GraphIndex(graph);
  const info = graph.input.find((each) => each.name === input);
  if (!info) throw new ModelError('unexpected-graph', `The U-Net has no input '${input}'.`);
  const projections: Reader[] = [];
  const shapes: Reader[] = [];
  collect(index, input, [], projections, shapes);

  const byLayer = groupByLayer(projections, index);
  const layers = [...byLayer.keys()].sort(compareLayers);
  const clones = new Map<NodeProto, NodeProto[]>();
  for (const [k, layer] of layers.entries()) {
    for (const projection of byLayer.get(layer)!) redirect(projection, contextName(k), index, clones);
  }
  // All contexts have one shape, so whoever asks for the old input's may ask the first of them.
  for (const shape of shapes) redirect(shape, contextName(0), index, clones);
  insertBefore(graph, clones);
  const contexts = layers.map((_, k): ValueInfoProto => ({ ...cloneMessage(info), name: contextName(k) }));
  graph.input = graph.input.flatMap((each) => (each === info ? contexts : [each]));
  return { model, layers };
}

function collect(
  index: GraphIndex,
  value: string,
  via: readonly NodeProto[],
  projections: Reader[],
  shapes: Reader[],
): void {
  for (const node of index.consumers(value)) {
    if ((node.opType === 'MatMul' || node.opType === 'Gemm') && node.input[0] === value) {
      projections.push({ node, value, via });
    } else if (node.opType === 'Shape' || node.opType === 'Size') {
      shapes.push({ node, value, via });
    } else if (passing.has(node.opType) && node.input[0] === value) {
      collect(index, node.output[0]!, [...via, node], projections, shapes);
    } else {
      const message = `The U-Net's conditioning feeds node '${node.name}' (${node.opType}), which is no key or value projection that Facet knows; it cannot be given to single layers.`;
      throw new ModelError('unexpected-graph', message);
    }
  }
}

function groupByLayer(projections: readonly Reader[], index: GraphIndex): Map<string, Reader[]> {
  const byLayer = new Map<string, Reader[]>();
  for (const projection of projections) {
    const layer = layerOf(projection.node, index);
    if (!layer) {
      const message = `Nothing in the U-Net tells which cross-attention layer node '${projection.node.name}' belongs to: neither its name, nor its metadata, nor the name of an attn2.to_out.0.bias after it. Export the model with the names kept.`;
      throw new ModelError('unexpected-graph', message);
    }
    byLayer.set(layer, [...(byLayer.get(layer) ?? []), projection]);
  }
  if (byLayer.size === 0) throw new ModelError('unexpected-graph', 'The U-Net has no cross-attention layers.');
  for (const [layer, found] of byLayer) {
    if (found.length === 2) continue;
    const nodes = found.map(({ node }) => `'${node.name}'`).join(', ');
    const message = `Layer ${layer} reads the conditioning in ${found.length} places (${nodes}) instead of its keys and values.`;
    throw new ModelError('unexpected-graph', message);
  }
  return byLayer;
}

/** Makes a node read `context` through its own copies of the passing nodes. */
function redirect(reader: Reader, context: string, index: GraphIndex, clones: Map<NodeProto, NodeProto[]>): void {
  let value = context;
  for (const node of reader.via) {
    const output = index.uniqueName(`${context}/${node.output[0]}`);
    const copy = cloneMessage(node);
    copy.name = index.uniqueName(`${context}/${node.name}`);
    copy.input[0] = value;
    copy.output = [output];
    clones.set(node, [...(clones.get(node) ?? []), copy]);
    value = output;
  }
  reader.node.input = reader.node.input.map((name, at) => (at === 0 ? value : name));
}

/** Puts the copies where their originals were, which keeps the graph sorted; the originals have no readers any more. */
function insertBefore(graph: GraphProto, clones: ReadonlyMap<NodeProto, NodeProto[]>): void {
  if (clones.size > 0) graph.node = graph.node.flatMap((node) => clones.get(node) ?? [node]);
}
