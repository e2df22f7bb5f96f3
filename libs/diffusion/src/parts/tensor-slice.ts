import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { externalLocation, tensorBytes, type OnnxModel, type TensorProto } from '@facet/onnx';
import { ModelError } from '../model-error.ts';

/**
 * Bytes `start` to `start + length` of a tensor; of an external one no more than these are read.
 * @throws {ModelError} `missing-file`, `corrupt-file`
 */
export function tensorSlice(model: OnnxModel, tensor: TensorProto, start: number, length: number): Uint8Array {
  const place = externalLocation(tensor);
  if (!place) return tensorBytes(model, tensor).subarray(start, start + length);
  const path = join(model.directory ?? '', place.location);
  const bytes = new Uint8Array(length);
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (cause) {
    const message = `The model's weights file ${path} (tensor '${tensor.name}') cannot be opened. Copy the folder again, weights included.`;
    throw new ModelError('missing-file', message, { cause });
  }
  try {
    if (readSync(file, bytes, 0, length, place.offset + start) === length) return bytes;
  } finally {
    closeSync(file);
  }
  const message = `The model's weights file ${path} ends before tensor '${tensor.name}'. Copy the folder again.`;
  throw new ModelError('corrupt-file', message);
}
