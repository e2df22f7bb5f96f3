import type { DiffusionModel } from '@facet/diffusion';
import type { PlannedPrompt } from '../plan/plan.ts';
import { addScaled } from '../vector.ts';

/** Finds the array behind an insert: the token's current vector, or its gradient. */
export type VectorLookup = (placeholder: string, vector: number) => Float32Array;

interface Entry {
  readonly prompt: PlannedPrompt;
  readonly vectorOf: VectorLookup;
}

/** Shapes of text-encoder sessions are made per batch size, so the number of prompts is rounded up to a few sizes. */
const ROUND_TO = 4;

/** The distinct prompts of one step, encoded together and differentiated together. */
export class PromptBatch {
  readonly #model: DiffusionModel;
  readonly #entries: Entry[] = [];
  readonly #places = new Map<PlannedPrompt, number>();
  #embeds: Float32Array = new Float32Array(0);
  #hidden: Float32Array = new Float32Array(0);
  #cotangent: Float32Array = new Float32Array(0);
  #ends: readonly number[] = [];
  /** Of models that take pooled vectors. */
  #pooled: { readonly vectors: Float32Array; readonly cotangent: Float32Array } | undefined;

  constructor(model: DiffusionModel) {
    this.#model = model;
  }

  /** Adds a prompt once and returns its number. */
  add(prompt: PlannedPrompt, vectorOf: VectorLookup): number {
    const known = this.#places.get(prompt);
    if (known !== undefined) return known;
    this.#entries.push({ prompt, vectorOf });
    this.#places.set(prompt, this.#entries.length - 1);
    return this.#entries.length - 1;
  }

  /** How many were encoded. */
  get count(): number {
    return this.#ends.length;
  }

  /** Encodes all prompts; call once after the last `add`. */
  async encode(): Promise<void> {
    const { contextLength, embeddingWidth: width } = this.#model;
    const rows = this.#entries.map(({ prompt }) => prompt);
    // The filling rows repeat the first prompt; their cotangent stays zero.
    while (rows.length % ROUND_TO !== 0) rows.push(rows[0]!);
    this.#ends = rows.map(({ end }) => end);
    this.#embeds = this.#model.embed(rows.map(({ ids }) => ids));
    this.#entries.forEach(({ prompt, vectorOf }, row) => {
      for (const { position, placeholder, vector } of prompt.inserts)
        this.#embeds.set(vectorOf(placeholder, vector), (row * contextLength + position) * width);
    });
    const { hidden, pooled } = await this.#model.encodeText(this.#embeds, this.#ends);
    this.#hidden = hidden;
    this.#cotangent = new Float32Array(hidden.length);
    if (this.#model.pooledWidth !== undefined)
      this.#pooled = { vectors: pooled!, cotangent: new Float32Array(pooled!.length) };
  }

  /** The hidden states of one prompt, `[contextLength * hiddenWidth]`, a view. */
  hidden(row: number): Float32Array {
    const size = this.#rowSize();
    return this.#hidden.subarray(row * size, (row + 1) * size);
  }

  /** Adds to the gradient of the loss with respect to a prompt's hidden states, from `offset` on. */
  addGradient(row: number, gradient: Float32Array | Float64Array, offset = 0): void {
    const start = row * this.#rowSize() + offset;
    addScaled(this.#cotangent.subarray(start, start + gradient.length), gradient, 1);
  }

  /** The pooled vector of one prompt, `[pooledWidth]`, a view; only of models that take them. */
  pooled(row: number): Float32Array {
    return this.#pooledRow(this.#pooled!.vectors, row);
  }

  /** Adds to the gradient of the loss with respect to a prompt's pooled vector. */
  addPooledGradient(row: number, gradient: Float32Array): void {
    addScaled(this.#pooledRow(this.#pooled!.cotangent, row), gradient, 1);
  }

  /** Carries the gradient through the text encoder and adds it to the arrays that `gradientOf` names. */
  async backward(gradientOf: (row: number) => VectorLookup): Promise<void> {
    const { contextLength, embeddingWidth: width } = this.#model;
    const pooled = this.#pooled && { cotangent: this.#pooled.cotangent, eosPositions: this.#ends };
    const { gradEmbeds } = await this.#model.textGradient(this.#embeds, this.#cotangent, pooled);
    this.#entries.forEach(({ prompt }, row) => {
      for (const { position, placeholder, vector } of prompt.inserts) {
        const start = (row * contextLength + position) * width;
        addScaled(gradientOf(row)(placeholder, vector), gradEmbeds.subarray(start, start + width), 1);
      }
    });
  }

  #pooledRow(data: Float32Array, row: number): Float32Array {
    const width = this.#model.pooledWidth!;
    return data.subarray(row * width, (row + 1) * width);
  }

  #rowSize(): number {
    return this.#model.contextLength * this.#model.hiddenWidth;
  }
}
