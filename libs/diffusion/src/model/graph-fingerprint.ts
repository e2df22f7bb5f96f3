import { createHash, type Hash } from 'node:crypto';
import { fingerprintLine } from '@facet/models';
import {
  byteLength,
  elementCount,
  tensorBytes,
  type AttributeProto,
  type GraphProto,
  type OnnxModel,
  type TensorProto,
  type ValueInfoProto,
} from '@facet/onnx';
import { tensorSlice } from '../parts/tensor-slice.ts';

/** Bytes of each U-Net tensor that enter the fingerprint, from its middle: reading all would mean gigabytes per start. */
const SAMPLE_BYTES = 64;

/**
 * The identity of an export by its graph. It stands for a model whose weights cannot be told by name (`exportedWeights`), and is
 * the one by which tokens know it that were made before exports had the fingerprint of their weights. SHA-256, in hex, over
 * 1. the text encoder's token-embedding table: element type, dims and every stored byte;
 * 2. the U-Net's graph as exported: operator sets; inputs and outputs with types and dims; each node's domain, operator,
 *    inputs, outputs and attributes, in file order; each stored tensor's name, type and dims, and 64 bytes from its middle
 *    (all of it when shorter), in the order of the names.
 *
 * Unchanged by re-saving the same graph: moving weights to or from external files, copying the folder, other protobuf
 * encoders, edited metadata, doc strings, node names, value_info, producer and format version. Changed by other weights, another
 * precision, another exporter, and any optimiser that rewrites nodes.
 */
export function graphFingerprint(tableModel: OnnxModel, table: TensorProto, unet: OnnxModel): string {
  const hash = createHash('sha256');
  fingerprintLine(hash, 'facet-fingerprint-1', table.dataType, table.dims);
  hash.update(tensorBytes(tableModel, table));
  const opsets = unet.proto.opsetImport.map(
    ({ domain, version }) => `${domain === 'ai.onnx' ? '' : domain}:${version}`,
  );
  fingerprintLine(hash, 'opsets', opsets.sort());
  addGraph(hash, unet, unet.proto.graph);
  return hash.digest('hex');
}

function addGraph(hash: Hash, model: OnnxModel, graph: GraphProto): void {
  fingerprintLine(hash, 'inputs', graph.input.map(valueText), 'outputs', graph.output.map(valueText));
  for (const node of graph.node) {
    fingerprintLine(hash, 'node', node.domain, node.opType, node.input, node.output);
    for (const attribute of node.attribute.toSorted(byName)) addAttribute(hash, model, attribute);
  }
  for (const tensor of graph.initializer.toSorted(byName)) addSample(hash, model, tensor);
}

function addAttribute(hash: Hash, model: OnnxModel, attribute: AttributeProto): void {
  const { name, f, i, s, floats, ints, strings } = attribute;
  fingerprintLine(
    hash,
    'attribute',
    name,
    f ?? null,
    String(i ?? ''),
    s ? hex(s) : null,
    floats,
    ints.map(String),
    strings.map(hex),
  );
  if (attribute.t) {
    fingerprintLine(hash, attribute.t.dataType, attribute.t.dims);
    hash.update(tensorBytes(model, attribute.t));
  }
  for (const graph of attribute.g ? [attribute.g, ...attribute.graphs] : attribute.graphs) addGraph(hash, model, graph);
}

function addSample(hash: Hash, model: OnnxModel, tensor: TensorProto): void {
  fingerprintLine(hash, 'tensor', tensor.name, tensor.dataType, tensor.dims);
  const size = byteLength(tensor.dataType, elementCount(tensor.dims)) ?? 0;
  const start = Math.max(0, Math.floor(size / 2) - SAMPLE_BYTES / 2);
  const length = Math.min(SAMPLE_BYTES, size - start);
  hash.update(tensorSlice(model, tensor, start, length));
}

function valueText(info: ValueInfoProto): string {
  const tensor = info.type?.tensorType;
  const dims = tensor?.shape?.dim.map((dim) => dim.dimValue ?? dim.dimParam ?? '?');
  return `${info.name}:${tensor?.elemType ?? 0}:${dims?.join(',') ?? '*'}`;
}

const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
