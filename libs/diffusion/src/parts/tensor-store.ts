import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { externalLocation, externalTensor, isExternal, type TensorProto } from '@facet/onnx';

/** Tensors of this size and more are kept as files of their own; `foldModel` leaves the same ones alone. */
const STORED_BYTES_MIN = 16 * 1024;

const ENDING = '.bin';

/** Files that were read and found right, with their size and time then, so that each is read once a process. */
const verified = new Map<string, string>();

/**
 * Large tensors of prepared graphs in a folder, each in a file that is named by what it holds. So graphs share what is equal, and
 * one that was folded for another shape, whose constants have the same names and other values, cannot take them from it.
 */
export class TensorStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The tensor, kept in a file if it is large. */
  put(tensor: TensorProto): TensorProto {
    const { name, dims, dataType, rawData } = tensor;
    if (!rawData || rawData.length < STORED_BYTES_MIN) return tensor;
    const location = digest(rawData) + ENDING;
    const path = join(this.#folder, location);
    if (!isSound(path)) {
      const part = `${path}.${process.pid}.part`;
      try {
        writeFileSync(part, rawData);
        renameSync(part, path);
      } catch (error) {
        // A disk that is full would stay so.
        rmSync(part, { force: true });
        throw error;
      }
    }
    return externalTensor(name, dims, dataType, { location, offset: 0, length: rawData.length });
  }

  /** Whether all of a graph's files are there and hold what their names say. */
  hasAll(tensors: readonly TensorProto[]): boolean {
    return tensors
      .filter(isExternal)
      .every((tensor) => isSound(join(this.#folder, externalLocation(tensor)!.location)));
  }
}

function isSound(path: string): boolean {
  if (!existsSync(path)) return false;
  const { size, mtimeMs } = statSync(path);
  const state = `${size} ${mtimeMs}`;
  if (verified.get(path) === state) return true;
  if (!path.endsWith(digest(readFileSync(path)) + ENDING)) return false;
  verified.set(path, state);
  return true;
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32);
}
