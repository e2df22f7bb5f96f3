import type { DiffusionModel, Tensor } from '../types.ts';
import { conditionAt, type ConditioningPlan } from './plan.ts';
import type { EncodedPrompt } from './prompts.ts';

export interface Guidance {
  readonly plan: ConditioningPlan;
  /** What to move away from; undefined where the scale is 1. */
  readonly negative: EncodedPrompt | undefined;
  readonly scale: number;
}

const repeated = (value: number, count: number): number[] => Array.from({ length: count }, () => value);

/** A context or pooled vector to n of them, or 2 n: the negative first, as diffusers orders them. */
function stack(context: Float32Array, negative: Float32Array | undefined, count: number): Float32Array {
  const rows = Array.from({ length: negative ? 2 * count : count }, (_, i) =>
    negative && i < count ? negative : context,
  );
  const out = new Float32Array(rows.length * context.length);
  rows.forEach((row, i) => out.set(row, i * context.length));
  return out;
}

/**
 * The network's output for `input` `[n, channels, h, w]` with classifier-free guidance: negative + scale * (prompt -
 * negative), Ho and Salimans, "Classifier-Free Diffusion Guidance" (2022). Both halves go through in one call.
 */
export class GuidedNetwork {
  readonly #model: DiffusionModel;
  readonly #guidance: Guidance;
  readonly #count: number;
  readonly #stacked = new Map<Float32Array, Float32Array>();

  constructor(model: DiffusionModel, guidance: Guidance, count: number) {
    this.#model = model;
    this.#guidance = guidance;
    this.#count = count;
  }

  async predict(input: Tensor, timestep: number): Promise<Float32Array> {
    const { plan, negative, scale } = this.#guidance;
    const { contexts: ofLayers, pooled: ofAll } = conditionAt(plan, timestep);
    const contexts = ofLayers.map((context) => this.#stackOnce(context, negative?.hidden));
    const pooled = ofAll && this.#stackOnce(ofAll, negative?.pooled);
    if (negative === undefined) {
      return this.#model.predict(input, repeated(timestep, this.#count), contexts, pooled);
    }
    const doubled = new Float32Array(2 * input.data.length);
    doubled.set(input.data);
    doubled.set(input.data, input.data.length);
    const latents = { data: doubled, dims: [2 * this.#count, ...input.dims.slice(1)] };
    const both = await this.#model.predict(latents, repeated(timestep, 2 * this.#count), contexts, pooled);
    const half = input.data.length;
    const out = new Float32Array(half);
    for (let i = 0; i < half; i++) {
      const away = both[i] ?? 0;
      out[i] = away + scale * ((both[half + i] ?? 0) - away);
    }
    return out;
  }

  #stackOnce(context: Float32Array, negative: Float32Array | undefined): Float32Array {
    const known = this.#stacked.get(context);
    if (known !== undefined) return known;
    const made = stack(context, negative, this.#count);
    this.#stacked.set(context, made);
    return made;
  }
}
