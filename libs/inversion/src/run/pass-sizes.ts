import type { Device } from '@facet/base';
import { rowsThatFit, type DiffusionModel } from '@facet/diffusion';

const SAMPLES_MAX: Readonly<Record<Device, number>> = { cpu: 8, cuda: 32, webgpu: 32 };

/** How many samples go through the U-Net in one pass. Decided once for each kind of pass, so that a run keeps its sessions. */
export class PassSizes {
  readonly #model: DiffusionModel;
  readonly #given: number | undefined;
  readonly #decided = new Map<string, number>();

  /** @param given as many, whatever the memory; else what fits, up to what pays on the device */
  constructor(model: DiffusionModel, given: number | undefined) {
    this.#model = model;
    this.#given = given;
  }

  /**
   * Of a pass of these latents `[channels, height, width]`, for the gradient of these layers' contexts, between the passes of so many
   * prompts through the text encoder.
   * @throws {MemoryError} when not even one sample fits
   */
  async samplesPerPass(
    count: number,
    shape: readonly number[],
    layers: readonly number[],
    prompts: number,
  ): Promise<number> {
    if (this.#given !== undefined) return this.#given;
    const [, height = 0, width = 0] = shape;
    const rows = equalParts(count, SAMPLES_MAX[this.#model.device]);
    const key = [rows, height, width, ...layers].join();
    const known = this.#decided.get(key);
    if (known !== undefined) return known;
    const { vaeScale } = this.#model;
    const what = `Training at ${width * vaeScale} x ${height * vaeScale} pixels`;
    const job = { kind: 'train', rows, height, width, wantedLayers: layers, prompts } as const;
    // What only the preparation needed would otherwise stand beside each step: the encoders for single words, the autoencoder.
    await this.#model.keepOnly(job);
    const fitting = await rowsThatFit(this.#model, job, { what });
    this.#decided.set(key, fitting);
    return fitting;
  }
}

/** The size of the parts when a count is cut into as few and as equal ones as `most` allows. */
export const equalParts = (count: number, most: number): number => Math.ceil(count / Math.ceil(count / most));
