import { buildGradientModel } from '@facet/autodiff';
import type { OnnxModel } from '@facet/onnx';
import { batches, rows } from '../sessions/batches.ts';
import { LARGE_BYTES_MIN, storedBytes } from '../memory/stored-bytes.ts';
import { ModelError } from '../model-error.ts';
import { foldPart } from '../parts/fold-part.ts';
import type { GraphCache } from '../parts/graph-cache.ts';
import type { SessionPool, SessionSource } from '../sessions/session-pool.ts';
import { EMBEDS, END_POSITION, fixBatch, type TextGraph } from './graph.ts';
import type { PooledCotangent, Tensor, TextEncoding, TextGradient } from '../types.ts';

/**
 * Prompts per run: batching saves overhead, and few sizes mean few sessions. A wide encoder gains nothing from more than four, whose
 * gradient takes a gigabyte (of SDXL's second one: 2.3 CPU-s for four, 0.8 for one; 5.1 and 1.7 with the gradient).
 */
const SIZES = [16, 4, 1];
const SIZES_OF_LARGE = [4, 1];

/** A cut text encoder: embeddings to hidden states, and back. */
export class TextNetwork {
  readonly contextLength: number;
  readonly embeddingWidth: number;
  readonly hiddenWidth: number;
  readonly #name: string;
  readonly #graph: TextGraph;
  readonly #cache: GraphCache;
  readonly #pool: SessionPool;
  readonly #sizes: readonly number[];

  /** @param name tells its sessions from those of the model's other networks */
  constructor(name: string, graph: TextGraph, contextLength: number, cache: GraphCache, pool: SessionPool) {
    this.contextLength = contextLength;
    this.embeddingWidth = graph.width;
    this.hiddenWidth = graph.hiddenWidth;
    this.#name = name;
    this.#graph = graph;
    this.#cache = cache;
    this.#pool = pool;
    this.#sizes = storedBytes(graph.model) < LARGE_BYTES_MIN ? SIZES : SIZES_OF_LARGE;
  }

  /** The sessions for so many prompts: their states, and the gradients. */
  trainingSessions(prompts: number): SessionSource[] {
    const isPooled = this.#graph.pooled !== undefined;
    const used = new Set(batches(prompts, this.#sizes).map(({ size }) => size));
    return [...used].flatMap((size) => [this.#forwardSession(size), this.#backwardSession(size, isPooled)]);
  }

  async encode(embeds: Float32Array, eosPositions?: readonly number[]): Promise<TextEncoding> {
    const count = this.#count(embeds);
    const { hidden: output, pooled: pooledOutput } = this.#graph;
    const outputs = [output, ...(pooledOutput === undefined ? [] : [pooledOutput])];
    const marks = this.#marks(count, eosPositions);
    const found = new Rows(count);
    for (const run of batches(count, this.#sizes)) {
      const feeds = this.#feeds(run, embeds, marks);
      const { name, make } = this.#forwardSession(run.size);
      found.put(run, await this.#pool.use(name, make, (network) => network.run(feeds, outputs)));
    }
    const hidden = found.of(output);
    if (!eosPositions) return { hidden };
    return { hidden, pooled: pooledOutput ? found.of(pooledOutput) : this.#endStates(hidden, eosPositions) };
  }

  async gradient(embeds: Float32Array, cotangent: Float32Array, pooled?: PooledCotangent): Promise<TextGradient> {
    const count = this.#count(embeds);
    if (cotangent.length !== count * this.contextLength * this.hiddenWidth) {
      const message = `The cotangent has ${cotangent.length} numbers; ${count} prompts need ${count * this.contextLength * this.hiddenWidth}.`;
      throw new ModelError('bad-argument', message);
    }
    const { hidden: output, pooled: pooledOutput } = this.#graph;
    const outputs = [output, `grad/${EMBEDS}`];
    const marks = this.#marks(count, pooled?.eosPositions);
    const cotangents: [string, readonly number[], Float32Array][] = [
      [output, [this.contextLength, this.hiddenWidth], cotangent],
    ];
    if (pooledOutput && pooled) {
      const width = pooled.cotangent.length / count;
      cotangents.push([pooledOutput, [width], pooled.cotangent]);
    }
    const isPooled = cotangents.length > 1;
    const found = new Rows(count);
    for (const run of batches(count, this.#sizes)) {
      const feeds = this.#feeds(run, embeds, marks);
      for (const [name, dims, data] of cotangents) feeds[`grad/${name}`] = slice(run, dims, data);
      const { name, make } = this.#backwardSession(run.size, isPooled);
      found.put(run, await this.#pool.use(name, make, (network) => network.run(feeds, outputs)));
    }
    return { hidden: found.of(output), gradEmbeds: found.of(`grad/${EMBEDS}`) };
  }

  #feeds(run: Run, embeds: Float32Array, marks: Float32Array | undefined): Record<string, Tensor> {
    const feeds: Record<string, Tensor> = {
      [EMBEDS]: slice(run, [this.contextLength, this.embeddingWidth], embeds),
    };
    if (marks) feeds[END_POSITION] = slice(run, [this.contextLength], marks);
    return feeds;
  }

  /** 1 at the end of each prompt, for encoders that pool; nowhere when nobody asks for what is pooled. */
  #marks(count: number, positions: readonly number[] | undefined): Float32Array | undefined {
    if (positions) this.#checkPositions(count, positions);
    if (this.#graph.pooled === undefined) return undefined;
    const marks = new Float32Array(count * this.contextLength);
    for (const [n, at] of (positions ?? []).entries()) marks[n * this.contextLength + at] = 1;
    return marks;
  }

  #forwardSession(batch: number): SessionSource {
    return { name: `${this.#name}-${batch}`, make: () => this.#forward(batch) };
  }

  #backwardSession(batch: number, isPooled: boolean): SessionSource {
    const name = `${this.#name}-gradient${isPooled ? '-pooled' : ''}-${batch}`;
    return { name, make: () => this.#backward(batch, isPooled) };
  }

  #forward(batch: number): Promise<OnnxModel> {
    return this.#cache.get(`forward-${batch}`, () =>
      foldPart('text encoder', fixBatch(this.#graph, batch, this.contextLength)),
    );
  }

  #backward(batch: number, isPooled: boolean): Promise<OnnxModel> {
    const { hidden, pooled } = this.#graph;
    const of = isPooled && pooled !== undefined ? [hidden, pooled] : [hidden];
    return this.#cache.get(`gradient${isPooled ? '-pooled' : ''}-${batch}`, async () =>
      buildGradientModel(await this.#forward(batch), { of, wrt: [EMBEDS] }),
    );
  }

  #count(embeds: Float32Array): number {
    const row = this.contextLength * this.embeddingWidth;
    const count = embeds.length / row;
    if (Number.isInteger(count) && count > 0) return count;
    const message = `Embeddings come as [n, ${this.contextLength}, ${this.embeddingWidth}]; ${embeds.length} numbers are no whole n.`;
    throw new ModelError('bad-argument', message);
  }

  #checkPositions(count: number, positions: readonly number[]): void {
    if (positions.length === count && positions.every((at) => at >= 0 && at < this.contextLength)) return;
    const message = `${count} prompts need ${count} end positions between 0 and ${this.contextLength - 1}; got ${positions.join(', ')}.`;
    throw new ModelError('bad-argument', message);
  }

  #endStates(hidden: Float32Array, positions: readonly number[]): Float32Array {
    const pooled = new Float32Array(positions.length * this.hiddenWidth);
    for (const [n, at] of positions.entries()) {
      pooled.set(rows(hidden, this.hiddenWidth, n * this.contextLength + at, 1), n * this.hiddenWidth);
    }
    return pooled;
  }
}

type Run = ReturnType<typeof batches>[number];

/** The rows of one run, each of these dimensions. */
function slice({ start, size }: Run, dims: readonly number[], data: Float32Array): Tensor {
  const row = dims.reduce((product, dim) => product * dim, 1);
  return { data: rows(data, row, start, size), dims: [size, ...dims] };
}

/** Outputs of several runs, put together again. */
class Rows {
  readonly #count: number;
  readonly #arrays = new Map<string, Float32Array>();

  constructor(count: number) {
    this.#count = count;
  }

  put({ start, size }: Run, results: Readonly<Record<string, Tensor>>): void {
    for (const [name, { data }] of Object.entries(results)) {
      const row = data.length / size;
      const array = this.#arrays.get(name) ?? new Float32Array(this.#count * row);
      array.set(data, start * row);
      this.#arrays.set(name, array);
    }
  }

  of(name: string): Float32Array {
    return this.#arrays.get(name)!;
  }
}
