import type { OnnxModel } from '@facet/onnx';
import { partPath, readPart, type Part } from './folder.ts';
import { GraphCache } from './graph-cache.ts';
import { computesInHalf, halfToFloat } from './half-to-float.ts';

/** A network as read from its file, and as it will be run. */
export interface ReadPart {
  /** The graph as exported. */
  readonly source: OnnxModel;
  /** The same in the arithmetic that was chosen. */
  readonly graph: OnnxModel;
  /** Whether `graph` computes in float16. */
  readonly isHalf: boolean;
  /** Keeps what is prepared from `graph`. */
  readonly cache: GraphCache;
}

export class PartReader {
  readonly #directory: string;
  readonly #cacheRoot: string | undefined;
  readonly #precision: 'float32' | 'stored';

  constructor(directory: string, cacheRoot: string | undefined, precision: 'float32' | 'stored') {
    this.#directory = directory;
    this.#cacheRoot = cacheRoot;
    this.#precision = precision;
  }

  /** @throws {ModelError} `missing-file`, `corrupt-file` */
  read(part: Part): ReadPart {
    const source = readPart(this.#directory, part);
    const storesHalf = computesInHalf(source);
    const isHalf = storesHalf && this.#precision === 'stored';
    const graph = storesHalf && !isHalf ? halfToFloat(source) : source;
    const cache = new GraphCache(this.#cacheRoot, source, isHalf ? 'half' : 'float', partPath(this.#directory, part));
    return { source, graph, isHalf, cache };
  }
}
