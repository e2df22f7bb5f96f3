import { createHash, type Hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import {
  byteLength,
  elementCount,
  externalLocation,
  isExternal,
  tensorBytes,
  type AttributeProto,
  type GraphProto,
  type OnnxModel,
  type TensorProto,
  type ValueInfoProto,
} from '@facet/onnx';
import { ModelError } from '../model-error.ts';

/** Bytes of each U-Net tensor that enter the fingerprint, from its middle: reading all would mean gigabytes per start. */
const SAMPLE_BYTES = 64;

/**
 * The identity of a model as far as attribute tokens are concerned: SHA-256, in hex, over
 * 1. the text encoder's token-embedding table: element type, dims and every stored byte;
 * 2. the U-Net's graph as exported: operator sets; inputs and outputs with types and dims; each node's domain, operator,
 *    inputs, outputs and attributes, in file order; each stored tensor's name, type and dims, and 64 bytes from its middle
 *    (all of it when shorter), in the order of the names.
 *
 * Unchanged by re-saving the same graph: moving weights to or from external files, copying the folder, other protobuf
 * encoders, edited metadata, doc strings, node names, value_info, producer and format version. Changed by other weights, another
 * precision, another exporter, and any optimiser that rewrites nodes: a token does not follow such a model silently.
 */
export function fingerprint(tableModel: OnnxModel, table: TensorProto, unet: OnnxModel): string {
  const hash = createHash('sha256');
  line(hash, 'facet-fingerprint-1', table.dataType, table.dims);
  hash.update(tensorBytes(tableModel, table));
  const opsets = unet.proto.opsetImport.map(
    ({ domain, version }) => `${domain === 'ai.onnx' ? '' : domain}:${version}`,
  );
  line(hash, 'opsets', opsets.sort());
  addGraph(hash, unet, unet.proto.graph);
  return hash.digest('hex');
}

function addGraph(hash: Hash, model: OnnxModel, graph: GraphProto): void {
  line(hash, 'inputs', graph.input.map(valueText), 'outputs', graph.output.map(valueText));
  for (const node of graph.node) {
    line(hash, 'node', node.domain, node.opType, node.input, node.output);
    for (const attribute of node.attribute.toSorted(byName)) addAttribute(hash, model, attribute);
  }
  for (const tensor of graph.initializer.toSorted(byName)) addSample(hash, model, tensor);
}

function addAttribute(hash: Hash, model: OnnxModel, attribute: AttributeProto): void {
  const { name, f, i, s, floats, ints, strings } = attribute;
  line(
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
    line(hash, attribute.t.dataType, attribute.t.dims);
    hash.update(tensorBytes(model, attribute.t));
  }
  for (const graph of attribute.g ? [attribute.g, ...attribute.graphs] : attribute.graphs) addGraph(hash, model, graph);
}

function addSample(hash: Hash, model: OnnxModel, tensor: TensorProto): void {
  line(hash, 'tensor', tensor.name, tensor.dataType, tensor.dims);
  const size = byteLength(tensor.dataType, elementCount(tensor.dims)) ?? 0;
  const start = Math.max(0, Math.floor(size / 2) - SAMPLE_BYTES / 2);
  const length = Math.min(SAMPLE_BYTES, size - start);
  if (isExternal(tensor)) hash.update(readSample(model, tensor, start, length));
  else hash.update(tensorBytes(model, tensor).subarray(start, start + length));
}

function readSample(model: OnnxModel, tensor: TensorProto, start: number, length: number): Uint8Array {
  const { location, offset } = externalLocation(tensor)!;
  const path = join(model.directory ?? '', location);
  const bytes = new Uint8Array(length);
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (cause) {
    const message = `The model's weights file ${path} (tensor '${tensor.name}') cannot be opened. Copy the folder again, weights included.`;
    throw new ModelError('missing-file', message, { cause });
  }
  try {
    if (readSync(file, bytes, 0, length, offset + start) === length) return bytes;
  } finally {
    closeSync(file);
  }
  const message = `The model's weights file ${path} ends before tensor '${tensor.name}'. Copy the folder again.`;
  throw new ModelError('corrupt-file', message);
}

function valueText(info: ValueInfoProto): string {
  const tensor = info.type?.tensorType;
  const dims = tensor?.shape?.dim.map((dim) => dim.dimValue ?? dim.dimParam ?? '?');
  return `${info.name}:${tensor?.elemType ?? 0}:${dims?.join(',') ?? '*'}`;
}

const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** One record; JSON keeps fields apart whatever characters names hold. */
function line(hash: Hash, ...fields: readonly unknown[]): void {
  hash.update(`${JSON.stringify(fields)}\n`);
}
