import { createHash, type Hash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, readSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { encodeModel, externalLocation, OnnxError, parseModel, type OnnxModel } from '@facet/onnx';
import { engineDigest } from './engine-digest.ts';

/** Model files up to this size are hashed whole; larger ones by size, time and both ends. */
const HASHED_BYTES_MAX = 256 * 1024 * 1024;

/**
 * Prepared graphs of one network on disk, so that a second start neither edits nor folds. Graphs hold no weights: those stay in the
 * network's own files. A cache that cannot be written (read-only, full) or was damaged is silently none: it only saves time.
 */
export class GraphCache {
  readonly #folder: string | undefined;

  /**
   * @param root the cache's folder; undefined keeps nothing
   * @param source the network, whose graph and weight files are the key
   * @param variant tells apart what is prepared differently from one network
   * @param path the network's `model.onnx`, unless its graph was built here
   */
  constructor(root: string | undefined, source: OnnxModel, variant: string, path?: string) {
    if (root !== undefined) this.#folder = resolve(root, `${networkKey(source, path)}-${variant}`);
  }

  /** The graph of this name: the kept one when there is one, otherwise what `make` makes. */
  async get(name: string, make: () => Promise<OnnxModel> | OnnxModel): Promise<OnnxModel> {
    return this.#read(name) ?? this.#write(name, await make());
  }

  #read(name: string): OnnxModel | undefined {
    if (!this.#folder) return undefined;
    try {
      const model = parseModel(readFileSync(join(this.#folder, `${name}.onnx`)));
      model.directory = model.proto.metadataProps.find((each) => each.key === 'facet.weights')?.value;
      return hasWeights(model) ? model : undefined;
    } catch (error) {
      // Not there, cut off, not readable: all mean that the graph is made again.
      if (isExpected(error)) return undefined;
      throw error;
    }
  }

  #write(name: string, made: OnnxModel): OnnxModel {
    if (!this.#folder) return made;
    try {
      mkdirSync(this.#folder, { recursive: true });
      const metadataProps = made.proto.metadataProps.filter((each) => each.key !== 'facet.weights');
      if (made.directory !== undefined) metadataProps.push({ key: 'facet.weights', value: made.directory });
      const model = { ...made, proto: { ...made.proto, metadataProps } };
      const path = join(this.#folder, `${name}.onnx`);
      const part = `${path}.${process.pid}.part`;
      writeFileSync(part, encodeModel(model));
      renameSync(part, path);
      return model;
    } catch (error) {
      if (isExpected(error)) return made;
      throw error;
    }
  }
}

function isExpected(error: unknown): boolean {
  return error instanceof OnnxError || (error as NodeJS.ErrnoException).code !== undefined;
}

/** Whether every external file of the network is as long as the graph's tensors need. */
function hasWeights(model: OnnxModel): boolean {
  const ends = new Map<string, number>();
  for (const tensor of model.proto.graph.initializer) {
    const { location, offset, length } = externalLocation(tensor) ?? {};
    if (location === undefined) continue;
    ends.set(location, Math.max(ends.get(location) ?? 0, (offset ?? 0) + (length ?? 0)));
  }
  return [...ends].every(([location, end]) => {
    const stats = statSync(resolve(model.directory ?? '', location), { throwIfNoEntry: false });
    return stats !== undefined && stats.size >= end;
  });
}

/** Names a network by content, so that neither moving the folder nor a changed model finds the wrong graphs. */
function networkKey(source: OnnxModel, path: string | undefined): string {
  const hash = createHash('sha256').update(engineDigest());
  if (path === undefined) hash.update(encodeModel(source));
  else hashFile(hash, path);
  const files = source.proto.graph.initializer.map((tensor) => externalLocation(tensor)?.location);
  for (const location of new Set(files)) {
    if (location === undefined) continue;
    const external = resolve(source.directory ?? '', location);
    const stats = statSync(external, { throwIfNoEntry: false });
    hash.update(`${external} ${stats?.size} ${stats?.mtimeMs}`);
  }
  return hash.digest('hex').slice(0, 24);
}

function hashFile(hash: Hash, path: string): void {
  const { size, mtimeMs } = statSync(path);
  if (size <= HASHED_BYTES_MAX) hash.update(readFileSync(path));
  else hash.update(`${size} ${mtimeMs}`).update(readEnds(path, size));
}

function readEnds(path: string, size: number): Uint8Array {
  const each = 1024 * 1024;
  const bytes = new Uint8Array(2 * each);
  const file = openSync(path, 'r');
  try {
    readSync(file, bytes, 0, each, 0);
    readSync(file, bytes, each, each, size - each);
    return bytes;
  } finally {
    closeSync(file);
  }
}
