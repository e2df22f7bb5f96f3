import type { DiffusionModel } from '@facet/diffusion';
import { InversionBatch, type InversionOutcome, type InversionRequest } from '@facet/inversion';
import type { Device } from './device.ts';

/**
 * The training of one model. How many runs are here at once is the worker's to say; those whose pictures have one size share every
 * step, and sizes take turns.
 */
export class Training {
  readonly #model: DiffusionModel;
  /** By the dimensions of their pictures. */
  readonly #batches = new Map<string, InversionBatch>();
  readonly #device: Device;
  #goesOn = false;

  constructor(model: DiffusionModel, device: Device) {
    this.#model = model;
    this.#device = device;
  }

  /** Trains until the run leaves the batch. */
  run(request: InversionRequest): Promise<InversionOutcome> {
    const outcome = this.#batchOf(request).join(request);
    if (!this.#goesOn) void this.#train();
    return outcome;
  }

  #batchOf({ image }: InversionRequest): InversionBatch {
    const size = image.dims.join('x');
    const batch = this.#batches.get(size) ?? new InversionBatch(this.#model);
    this.#batches.set(size, batch);
    return batch;
  }

  async #train(): Promise<void> {
    this.#goesOn = true;
    while (this.#batches.size > 0)
      for (const [size, batch] of this.#batches) {
        // The device is taken for each step anew: who waits at a screen waits for one step at most.
        await this.#device.take('train', () => batch.step());
        if (batch.size === 0) this.#batches.delete(size);
      }
    this.#goesOn = false;
  }
}
