import type { DiffusionModel } from '@facet/diffusion';
import { InversionBatch, type InversionOutcome, type InversionRequest } from '@facet/inversion';
import type { Device } from './device.ts';

/** The training of one model. How many runs are here at once is the worker's to say; those that are share every step. */
export class Training {
  readonly #batch: InversionBatch;
  readonly #device: Device;
  #goesOn = false;

  constructor(model: DiffusionModel, device: Device) {
    this.#batch = new InversionBatch(model);
    this.#device = device;
  }

  /** Trains until the run leaves the batch. */
  run(request: InversionRequest): Promise<InversionOutcome> {
    const outcome = this.#batch.join(request);
    if (!this.#goesOn) void this.#train();
    return outcome;
  }

  async #train(): Promise<void> {
    this.#goesOn = true;
    // The device is taken for each step anew: who waits at a screen waits for one step at most.
    while (this.#batch.size > 0) await this.#device.take('train', () => this.#batch.step());
    this.#goesOn = false;
  }
}
