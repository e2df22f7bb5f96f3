import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { allTensors, attributeTensors } from './all-tensors.ts';
import { OnnxError } from './errors.ts';
import { isExternal } from './external-data.ts';
import { externalTensor, tensorBytes } from './tensors.ts';
import type { OnnxModel } from './types.ts';
import { decodeMessage, encodeMessage } from './wire.ts';

/**
 * Reads a model file. External weights stay references: only the file itself is read, whatever their size. Attributes that an
 * exporter put into the external file too (Optimum does with every constant of a model over 2 GB) are read in.
 * @throws {OnnxError} `file-unreadable`, `not-onnx`, `corrupt-model`, `external-data`
 */
export function readModel(path: string): OnnxModel {
  return read(path, (bytes) => parseModel(bytes, dirname(resolve(path))));
}

/** Tensors of this size and more stay in the file. */
const LEFT_BYTES_MIN = 16 * 1024;

/**
 * The same, with large weights that lie inside the file left there: they are external tensors whose file is the model's own. So nothing that is
 * made of the model holds them, or writes them once more.
 * @throws {OnnxError} as `readModel`
 */
export function openModel(path: string): OnnxModel {
  return read(path, (bytes) => {
    const model = parseModel(bytes, dirname(resolve(path)));
    const { graph } = model.proto;
    graph.initializer = graph.initializer.map((tensor) => {
      const { name, dims, dataType, rawData } = tensor;
      if (!rawData || rawData.length < LEFT_BYTES_MIN) return tensor;
      const offset = rawData.byteOffset - bytes.byteOffset;
      return externalTensor(name, dims, dataType, { location: basename(path), offset, length: rawData.length });
    });
    return model;
  });
}

function read(path: string, parse: (bytes: Uint8Array) => OnnxModel): OnnxModel {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new OnnxError('file-unreadable', `Cannot read the model ${path}: ${why}`, { cause });
  }
  try {
    return parse(bytes);
  } catch (error) {
    if (error instanceof OnnxError) throw new OnnxError(error.code, `${path}: ${error.message}`, { cause: error });
    throw error;
  }
}

/**
 * Parses a model's bytes; tensors inside are views into them. `directory` is where external tensors lie.
 * @throws {OnnxError} `not-onnx`, `corrupt-model`; `external-data` when an attribute's file is missing or too short
 */
export function parseModel(bytes: Uint8Array, directory?: string): OnnxModel {
  // Field 1 (ir_version) comes first in every model that any exporter writes; a picture, a zip or an HTML page fails here.
  if (bytes[0] !== 0x08 && bytes[0] !== 0x3a && bytes[0] !== 0x42 && bytes[0] !== 0x12) {
    const message =
      bytes.length === 0 ? 'The file is empty.' : 'This is not an ONNX model: its first bytes are no ModelProto.';
    throw new OnnxError('not-onnx', message);
  }
  const proto = decodeMessage('ModelProto', bytes);
  if (proto.irVersion === 0 || (proto.graph.node.length === 0 && proto.graph.output.length === 0)) {
    throw new OnnxError('not-onnx', 'This is not an ONNX model: it has no version or no graph.');
  }
  const model = { proto, directory };
  if (directory !== undefined) inlineAttributes(model);
  return model;
}

/**
 * Brings external attributes inside, in place. They are small, and unlike weights they matter to whoever looks at the graph
 * or runs a part of it, with no folder at hand.
 */
function inlineAttributes(model: OnnxModel): void {
  for (const tensor of attributeTensors(model.proto)) {
    if (!isExternal(tensor)) continue;
    tensor.rawData = tensorBytes(model, tensor);
    tensor.externalData = [];
    delete tensor.dataLocation;
  }
}

/** What one protobuf message may hold. */
const messageBytesMax = 2 ** 31 - 1;

/**
 * The model as one protobuf message; external tensors stay references.
 * @throws {OnnxError} `too-large` when the tensors inside do not fit; `writeModel` puts them into a file of their own.
 */
export function encodeModel(model: OnnxModel): Uint8Array {
  let inside = 0;
  for (const { tensor } of allTensors(model.proto)) inside += tensor.rawData?.byteLength ?? 0;
  if (inside > messageBytesMax) {
    const message = `The model holds ${inside} bytes of tensors; one protobuf message holds less than 2 GB. Write it with writeModel.`;
    throw new OnnxError('too-large', message);
  }
  // An eighth on top, at most a MB, is for the nodes and names.
  return encodeMessage('ModelProto', model.proto, inside + Math.min(inside >> 3, 2 ** 20));
}
