import { gigabytes } from '@facet/base';
import { ModelError } from '../model-error.ts';

/** What would fit, where something smaller does. */
export interface Smaller {
  /** Of both sides, in pixels. */
  readonly size?: number;
  /** Pictures or samples that pass through the U-Net together. */
  readonly batch?: number;
}

/** A job needs more memory than is free; `smaller` says what would do with it. */
export class MemoryError extends ModelError {
  readonly neededBytes: number;
  readonly freeBytes: number;
  readonly smaller: Smaller;

  constructor(what: string, neededBytes: number, freeBytes: number, smaller: Smaller) {
    const remedies = [
      ...(smaller.size === undefined ? [] : [`a size of ${smaller.size}`]),
      ...(smaller.batch === undefined ? [] : [`a batch of ${smaller.batch}`]),
    ];
    const remedy =
      remedies.length > 0
        ? `Take ${remedies.join(' or ')}.`
        : 'Close other programs, take the model in half precision or a smaller one, or a machine with more memory.';
    super(
      'not-enough-memory',
      `${what} needs about ${gigabytes(neededBytes)} GB of memory, ${gigabytes(freeBytes)} are free. ${remedy}`,
    );
    this.neededBytes = neededBytes;
    this.freeBytes = freeBytes;
    this.smaller = smaller;
  }
}
