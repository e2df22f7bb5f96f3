import { readSafetensors } from '@facet/safetensors';
import { readFileSync } from 'node:fs';

/** What diffusers computed, in one type of number. */
export class Answers {
  readonly #tensors: ReadonlyMap<string, { readonly data: Float32Array }>;

  constructor(path: string) {
    this.#tensors = readSafetensors(readFileSync(path), path).tensors;
  }

  /** The numbers of this name; undefined where it was not asked for. */
  of(name: string): Float32Array | undefined {
    return this.#tensors.get(name)?.data;
  }

  /** The largest difference over the largest value. @throws {Error} when the sizes differ or a number is not finite */
  error(name: string, found: Float32Array): number {
    const right = this.of(name);
    if (right?.length !== found.length)
      throw new Error(`${name} has ${found.length} numbers here, and ${right?.length ?? 'none'} in diffusers.`);
    let [difference, largest] = [0, 0];
    for (const [at, value] of right.entries()) {
      const distance = Math.abs(value - found[at]!);
      if (!(distance <= difference)) difference = distance;
      largest = Math.max(largest, Math.abs(value));
    }
    if (Number.isFinite(difference) && largest > 0) return difference / largest;
    throw new Error(`${name} has numbers that are not finite, or nothing but zeros.`);
  }
}
