import {
  closeSync,
  copyFileSync,
  constants,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
} from 'node:fs';
import { rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { allTensors } from './all-tensors.ts';
import { cloneModel } from './build.ts';
import { DataType } from './data-type.ts';
import { requireDiskBytes } from './disk-space.ts';
import { OnnxError } from './errors.ts';
import { externalEntries, isExternal } from './external-data.ts';
import { externalFiles, locationUnder, relocate } from './external-files.ts';
import { encodeModel } from './io.ts';
import { tensorBytes } from './tensors.ts';
import type { OnnxModel, TensorProto } from './types.ts';

/** One protobuf message holds at most 2 GB; half a gigabyte is left for the graph and what other tools add. */
const inlineBytesMax = 1.5e9;
/** Tensors smaller than this stay in the message even when weights move out. */
const externalBytesMin = 1024;
/** External tensors start at multiples of the page size, so that readers can map them. */
const pageBytes = 4096;

export interface WriteOptions {
  /** Above this many bytes of tensors inside the message they move to an external file; 1.5e9 when not given. */
  inlineBytesMax?: number;
}

export interface WrittenWeights {
  path: string;
  /** `shared`: already under the model's folder. `linked`: a hard link. `copied`: hard links are impossible there. */
  how: 'shared' | 'linked' | 'copied' | 'written';
}

/**
 * Writes a model so that ONNX Runtime loads it from there. The message stays small: tensors that are external stay so. ONNX
 * Runtime accepts weights only in or below the model's own folder (no `..`, no absolute path, no symbolic link out of it), so
 * weights that lie elsewhere are hard-linked into the folder, which takes no space, or copied where that is impossible
 * (another file system). When the tensors inside exceed 1.5 GB they move to `<file>.data`. Files appear under their
 * names only when complete; what the disk has no room for is refused before it is begun.
 * @returns the weight files that belong to the model, and how they got there
 * @throws {OnnxError} `write-failed`, `external-data`, `too-large`
 */
export function writeModel(model: OnnxModel, path: string, options: WriteOptions = {}): WrittenWeights[] {
  try {
    const folder = dirname(resolve(path));
    mkdirSync(folder, { recursive: true });
    const { placed, weights } = placeWeights(model, realpathSync(folder));
    const slim = moveOut(placed, path, options.inlineBytesMax ?? inlineBytesMax);
    const message = encodeModel(slim.model);
    requireDiskBytes(path, message.byteLength);
    writeWhole(path, (file) => writeAll(file, message));
    return slim.written ? [...weights, slim.written] : weights;
  } catch (cause) {
    if (cause instanceof OnnxError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new OnnxError('write-failed', `Cannot write the model ${path}: ${why}`, { cause });
  }
}

/** Brings external files under the folder and points the model's tensors to them. */
function placeWeights(model: OnnxModel, folder: string): { placed: OnnxModel; weights: WrittenWeights[] } {
  const weights: WrittenWeights[] = [];
  const locations = new Map<string, string>();
  for (const [location, source] of externalFiles(model)) {
    let name = locationUnder(folder, source);
    if (name === undefined) {
      name = freeName(folder, basename(location), source);
      weights.push({ path: join(folder, name), how: linkOrCopy(source, join(folder, name)) });
    } else {
      weights.push({ path: source, how: 'shared' });
    }
    locations.set(location, name);
  }
  return { placed: locations.size > 0 ? relocate(model, locations, folder) : model, weights };
}

/** The wanted name, or a numbered one when another file has it already. */
function freeName(folder: string, wanted: string, source: string): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? wanted : `${count}-${wanted}`;
    const path = join(folder, name);
    if (!existsSync(path) || isSameFile(path, source)) return name;
  }
}

/** Whether `a` is the file `b` itself; a symbolic link to it is not, since ONNX Runtime would not follow it. */
function isSameFile(a: string, b: string): boolean {
  if (lstatSync(a).isSymbolicLink()) return false;
  const [left, right] = [statSync(a, { bigint: true }), statSync(b, { bigint: true })];
  return left.ino === right.ino && left.dev === right.dev;
}

function linkOrCopy(source: string, target: string): WrittenWeights['how'] {
  if (existsSync(target)) return 'linked';
  try {
    linkSync(source, target);
    return 'linked';
  } catch {
    const part = `${target}.part`;
    requireDiskBytes(target, statSync(source).size);
    try {
      copyFileSync(source, part, constants.COPYFILE_FICLONE);
      renameSync(part, target);
    } catch (error) {
      rmSync(part, { force: true });
      throw error;
    }
    return 'copied';
  }
}

/** Moves tensors out of the message into `<path>.data` when they are too large together. */
function moveOut(model: OnnxModel, path: string, limit: number): { model: OnnxModel; written?: WrittenWeights } {
  let inside = 0;
  for (const { tensor } of allTensors(model.proto)) inside += insideBytes(tensor);
  if (inside <= limit) return { model };
  const slim = cloneModel(model);
  const target = dataPath(model, path);
  const location = basename(target);
  requireDiskBytes(target, inside);
  writeWhole(target, (file) => {
    let end = 0;
    for (const tensor of slim.proto.graph.initializer) {
      if (isExternal(tensor) || insideBytes(tensor) < externalBytesMin) continue;
      const bytes = tensorBytes(model, tensor);
      const offset = Math.ceil(end / pageBytes) * pageBytes;
      writeAll(file, bytes, offset);
      end = offset + bytes.byteLength;
      Object.assign(tensor, { floatData: [], int32Data: [], int64Data: [], doubleData: [], uint64Data: [] });
      delete tensor.rawData;
      tensor.dataLocation = 1;
      tensor.externalData = externalEntries(location, offset, bytes.byteLength);
    }
  });
  return { model: slim, written: { path: target, how: 'written' } };
}

/** `<path>.data`, or a numbered name when the model already has external tensors in a file of that name. */
function dataPath(model: OnnxModel, path: string): string {
  const used = new Set(externalFiles(model).values());
  const folder = realpathSync(dirname(resolve(path)));
  for (let count = 1; ; count++) {
    const candidate = join(folder, `${basename(path)}${count === 1 ? '' : `.${count}`}.data`);
    if (!used.has(candidate)) return candidate;
  }
}

function insideBytes(tensor: TensorProto): number {
  if (isExternal(tensor) || tensor.dataType === DataType.STRING) return 0;
  if (tensor.rawData) return tensor.rawData.byteLength;
  const { floatData, int32Data, int64Data, doubleData, uint64Data } = tensor;
  return 4 * (floatData.length + int32Data.length) + 8 * (int64Data.length + doubleData.length + uint64Data.length);
}

/** Writes a file under another name and renames it when it is complete; a failed write leaves the old file as it was. */
function writeWhole(path: string, write: (file: number) => void): void {
  const part = `${path}.part`;
  try {
    const file = openSync(part, 'w');
    try {
      write(file);
    } finally {
      closeSync(file);
    }
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

/** `writeSync` until everything is written: one call writes at most 2 GB, and less when a disk fills up. */
function writeAll(file: number, bytes: Uint8Array, position = 0): void {
  let done = 0;
  while (done < bytes.byteLength) {
    done += writeSync(file, bytes, done, Math.min(bytes.byteLength - done, 1 << 30), position + done);
  }
}
