import { buildGradientModel } from '@facet/autodiff';
import type { OnnxModel } from '@facet/onnx';
import { batches, rows } from '../sessions/batches.ts';
import { ModelError } from '../model-error.ts';
import { foldPart } from '../parts/fold-part.ts';
import type { GraphCache } from '../parts/graph-cache.ts';
import type { SessionPool } from '../sessions/session-pool.ts';
import { EMBEDS, fixBatch, type TextGraph } from './graph.ts';
import type { TextEncoding, TextGradient } from '../types.ts';

/** Prompts per run: batching saves overhead, and three sizes mean at most three sessions. */
const sizes = [16, 4, 1];

/** The cut text encoder: embeddings to hidden states, and back. */
export class TextNetwork {
  readonly contextLength: number;
  readonly embeddingWidth: number;
  readonly hiddenWidth: number;
  readonly #graph: TextGraph;
  readonly #cache: GraphCache;
  readonly #pool: SessionPool;

  constructor(graph: TextGraph, contextLength: number, hiddenWidth: number, cache: GraphCache, pool: SessionPool) {
    this.contextLength = contextLength;
    this.embeddingWidth = graph.width;
    this.hiddenWidth = hiddenWidth;
    this.#graph = graph;
    this.#cache = cache;
    this.#pool = pool;
  }

  async encode(embeds: Float32Array, eosPositions?: readonly number[]): Promise<TextEncoding> {
    const count = this.#count(embeds);
    const row = this.contextLength * this.embeddingWidth;
    const hiddenRow = this.contextLength * this.hiddenWidth;
    const hidden = new Float32Array(count * hiddenRow);
    for (const { start, size } of batches(count, sizes)) {
      const dims = [size, this.contextLength, this.embeddingWidth];
      const feeds = { [EMBEDS]: { data: rows(embeds, row, start, size), dims } };
      const make = (): Promise<OnnxModel> => this.#forward(size);
      const results = await this.#pool.use(`text-${size}`, make, (network) => network.run(feeds, [this.#graph.hidden]));
      hidden.set(results[this.#graph.hidden]!.data, start * hiddenRow);
    }
    return eosPositions ? { hidden, pooled: this.#endStates(hidden, count, eosPositions) } : { hidden };
  }

  async gradient(embeds: Float32Array, cotangent: Float32Array): Promise<TextGradient> {
    const count = this.#count(embeds);
    const row = this.contextLength * this.embeddingWidth;
    const hiddenRow = this.contextLength * this.hiddenWidth;
    if (cotangent.length !== count * hiddenRow) {
      const message = `The cotangent has ${cotangent.length} numbers; ${count} prompts need ${count * hiddenRow}.`;
      throw new ModelError('bad-argument', message);
    }
    const hidden = new Float32Array(count * hiddenRow);
    const gradEmbeds = new Float32Array(embeds.length);
    const output = this.#graph.hidden;
    const outputs = [output, `grad/${EMBEDS}`];
    for (const { start, size } of batches(count, sizes)) {
      const feeds = {
        [EMBEDS]: {
          data: rows(embeds, row, start, size),
          dims: [size, this.contextLength, this.embeddingWidth],
        },
        [`grad/${output}`]: {
          data: rows(cotangent, hiddenRow, start, size),
          dims: [size, this.contextLength, this.hiddenWidth],
        },
      };
      const make = (): Promise<OnnxModel> => this.#backward(size);
      const results = await this.#pool.use(`text-gradient-${size}`, make, (network) => network.run(feeds, outputs));
      hidden.set(results[output]!.data, start * hiddenRow);
      gradEmbeds.set(results[`grad/${EMBEDS}`]!.data, start * row);
    }
    return { hidden, gradEmbeds };
  }

  #forward(batch: number): Promise<OnnxModel> {
    return this.#cache.get(`forward-${batch}`, () =>
      foldPart('text encoder', fixBatch(this.#graph, batch, this.contextLength)),
    );
  }

  #backward(batch: number): Promise<OnnxModel> {
    return this.#cache.get(`gradient-${batch}`, async () =>
      buildGradientModel(await this.#forward(batch), { of: [this.#graph.hidden], wrt: [EMBEDS] }),
    );
  }

  #count(embeds: Float32Array): number {
    const row = this.contextLength * this.embeddingWidth;
    const count = embeds.length / row;
    if (Number.isInteger(count) && count > 0) return count;
    const message = `Embeddings come as [n, ${this.contextLength}, ${this.embeddingWidth}]; ${embeds.length} numbers are no whole n.`;
    throw new ModelError('bad-argument', message);
  }

  #endStates(hidden: Float32Array, count: number, positions: readonly number[]): Float32Array {
    if (positions.length !== count || positions.some((at) => !(at >= 0 && at < this.contextLength))) {
      const message = `${count} prompts need ${count} end positions between 0 and ${this.contextLength - 1}; got ${positions.join(', ')}.`;
      throw new ModelError('bad-argument', message);
    }
    const pooled = new Float32Array(count * this.hiddenWidth);
    for (const [n, at] of positions.entries()) {
      pooled.set(rows(hidden, this.hiddenWidth, n * this.contextLength + at, 1), n * this.hiddenWidth);
    }
    return pooled;
  }
}
