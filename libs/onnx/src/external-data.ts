import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { OnnxError } from './errors.ts';
import type { OnnxModel, StringStringEntryProto, TensorProto } from './types.ts';

/** Where a tensor's bytes lie outside the model file. */
export interface ExternalLocation {
  /** As the file says, relative to the model's folder. */
  location: string;
  /** Bytes from the file's start. */
  offset: number;
  /** Bytes; undefined means up to the file's end. */
  length: number | undefined;
}

export function isExternal(tensor: TensorProto): boolean {
  return tensor.dataLocation === 1;
}

/** @throws {OnnxError} `external-data` when the entries are malformed. */
export function externalLocation(tensor: TensorProto): ExternalLocation | undefined {
  if (!isExternal(tensor)) return undefined;
  const entry = (key: string) => tensor.externalData.find((each) => each.key === key)?.value;
  const location = entry('location');
  if (!location) throw new OnnxError('external-data', `Tensor '${tensor.name}' is external but names no file.`);
  const size = (key: string): number | undefined => {
    const value = entry(key);
    if (value === undefined || value === '') return undefined;
    if (!/^\d+$/.test(value) || !Number.isSafeInteger(Number(value))) {
      throw new OnnxError('external-data', `Tensor '${tensor.name}': external ${key} '${value}' is not a byte count.`);
    }
    return Number(value);
  };
  return { location, offset: size('offset') ?? 0, length: size('length') };
}

export function externalEntries(location: string, offset: number, length: number): StringStringEntryProto[] {
  return [
    { key: 'location', value: location },
    { key: 'offset', value: String(offset) },
    { key: 'length', value: String(length) },
  ];
}

/**
 * The absolute path of the file a location means. As ONNX demands, it must lie under the model's folder: a model from elsewhere
 * must not read any file of this machine into its weights. A symbolic link in the folder is followed, as download caches use them.
 * @throws {OnnxError} `external-data` when the folder is not known or the location leads out of it
 */
export function externalPath(model: OnnxModel, tensorName: string, location: string): string {
  if (model.directory === undefined) {
    const message = `Tensor '${tensorName}' lies in '${location}', but the model's folder is not known; read the model with readModel, or give parseModel the folder.`;
    throw new OnnxError('external-data', message);
  }
  const path = resolve(model.directory, location);
  const inside = relative(resolve(model.directory), path);
  if (isAbsolute(location) || isAbsolute(inside) || inside.split(sep)[0] === '..') {
    const message = `Tensor '${tensorName}' refers to '${location}', which is not in the model's folder ${model.directory}; that is not allowed. Put the file there and correct the reference.`;
    throw new OnnxError('external-data', message);
  }
  return path;
}

/**
 * The bytes of an external tensor, read from its file.
 * @throws {OnnxError} `external-data` when the file is missing or shorter than the reference says.
 */
export function readExternal(model: OnnxModel, tensor: TensorProto, expected: number): Uint8Array {
  const { location, offset, length } = externalLocation(tensor)!;
  if (length !== undefined && length !== expected) {
    const message = `Tensor '${tensor.name}' needs ${expected} bytes, its external reference says ${length}.`;
    throw new OnnxError('external-data', message);
  }
  const path = externalPath(model, tensor.name, location);
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (cause) {
    throw new OnnxError('external-data', `Tensor '${tensor.name}': cannot open its file ${path}.`, { cause });
  }
  try {
    const bytes = new Uint8Array(expected);
    let done = 0;
    while (done < expected) {
      const step = readSync(file, bytes, done, Math.min(expected - done, 1 << 30), offset + done);
      if (step === 0) {
        const message = `Tensor '${tensor.name}' ends at byte ${offset + expected} of ${path}, which has only ${fstatSync(file).size} bytes; the file is truncated or belongs to another model.`;
        throw new OnnxError('external-data', message);
      }
      done += step;
    }
    return bytes;
  } finally {
    closeSync(file);
  }
}
