import type { PooledCotangent, TextEncoding, TextGradient } from '../types.ts';
import type { SessionSource } from '../sessions/session-pool.ts';
import type { TextNetwork } from './network.ts';

/**
 * The text encoders of a model: one, or SDXL's two, which read the same prompt by tables of their own. Their embeddings, states
 * and gradients stand side by side, the first encoder's numbers before the second's at each place; the pooled vector is
 * the last one's.
 */
export class TextTowers {
  readonly embeddingWidths: readonly number[];
  readonly embeddingWidth: number;
  readonly hiddenWidth: number;
  readonly #towers: readonly TextNetwork[];
  readonly #hiddenWidths: readonly number[];

  constructor(towers: readonly TextNetwork[]) {
    this.#towers = towers;
    this.embeddingWidths = towers.map(({ embeddingWidth }) => embeddingWidth);
    this.#hiddenWidths = towers.map(({ hiddenWidth }) => hiddenWidth);
    this.embeddingWidth = sum(this.embeddingWidths);
    this.hiddenWidth = sum(this.#hiddenWidths);
  }

  /** What encoding so many prompts opens, and carrying a gradient back. */
  trainingSessions(prompts: number): SessionSource[] {
    return this.#towers.flatMap((tower) => tower.trainingSessions(prompts));
  }

  async encode(embeds: Float32Array, eosPositions?: readonly number[]): Promise<TextEncoding> {
    const parts = columns(embeds, this.embeddingWidths);
    const found: TextEncoding[] = [];
    for (const [at, tower] of this.#towers.entries()) found.push(await tower.encode(parts[at]!, eosPositions));
    const hidden = joined(
      found.map((each) => each.hidden),
      this.#hiddenWidths,
    );
    const pooled = found.at(-1)!.pooled;
    return pooled === undefined ? { hidden } : { hidden, pooled };
  }

  async gradient(embeds: Float32Array, cotangent: Float32Array, pooled?: PooledCotangent): Promise<TextGradient> {
    const parts = columns(embeds, this.embeddingWidths);
    const cotangents = columns(cotangent, this.#hiddenWidths);
    const found: TextGradient[] = [];
    for (const [at, tower] of this.#towers.entries()) {
      const ofTower = at === this.#towers.length - 1 ? pooled : undefined;
      found.push(await tower.gradient(parts[at]!, cotangents[at]!, ofTower));
    }
    return {
      hidden: joined(
        found.map((each) => each.hidden),
        this.#hiddenWidths,
      ),
      gradEmbeds: joined(
        found.map((each) => each.gradEmbeds),
        this.embeddingWidths,
      ),
    };
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** Rows of several parts [n, a + b] as one array for each part: [n, a] and [n, b]. */
function columns(data: Float32Array, widths: readonly number[]): Float32Array[] {
  if (widths.length === 1) return [data];
  const all = sum(widths);
  const count = Math.floor(data.length / all);
  let from = 0;
  return widths.map((width) => {
    const part = new Float32Array(count * width);
    for (let row = 0; row < count; row++)
      part.set(data.subarray(row * all + from, row * all + from + width), row * width);
    from += width;
    return part;
  });
}

/** The other way. */
function joined(parts: readonly Float32Array[], widths: readonly number[]): Float32Array {
  if (parts.length === 1) return parts[0]!;
  const all = sum(widths);
  const count = parts[0]!.length / widths[0]!;
  const data = new Float32Array(count * all);
  let from = 0;
  for (const [at, part] of parts.entries()) {
    const width = widths[at]!;
    for (let row = 0; row < count; row++) data.set(part.subarray(row * width, (row + 1) * width), row * all + from);
    from += width;
  }
  return data;
}
