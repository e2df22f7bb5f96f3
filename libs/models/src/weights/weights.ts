import { SourceError } from '../errors.ts';
import type { WeightChange } from './change.ts';
import { elementTypeOf, type StoredTensor } from './stored.ts';

/** The weights of one network by their names in diffusers and transformers, whatever the files call them. */
export class Weights {
  /** What they belong to, for messages: `the U-Net of model.safetensors`. */
  readonly owner: string;
  readonly #tensors: ReadonlyMap<string, StoredTensor>;
  readonly #changes: ReadonlyMap<string, readonly WeightChange[]>;

  /** @throws {SourceError} `unsupported-format` for a type of number that graphs here do not read */
  constructor(
    owner: string,
    tensors: ReadonlyMap<string, StoredTensor>,
    changes: ReadonlyMap<string, readonly WeightChange[]> = new Map(),
  ) {
    this.owner = owner;
    this.#tensors = tensors;
    this.#changes = changes;
    for (const [name, tensor] of tensors) {
      if (elementTypeOf(tensor) !== undefined) continue;
      const message = `${capital(owner)} stores ${name} as ${tensor.dtype}. Take the model in float32, float16 or bfloat16.`;
      throw new SourceError('unsupported-format', message);
    }
  }

  get names(): readonly string[] {
    return [...this.#tensors.keys()];
  }

  get size(): number {
    return this.#tensors.size;
  }

  has(name: string): boolean {
    return this.#tensors.has(name);
  }

  /** @throws {SourceError} `missing-weight` */
  get(name: string): StoredTensor {
    const found = this.#tensors.get(name);
    if (found) return found;
    throw new SourceError(
      'missing-weight',
      `${capital(this.owner)} lacks the weight ${name}. The file is incomplete, or a model of another build.`,
    );
  }

  /** The same with LoRA files merged in. */
  withChanges(changes: ReadonlyMap<string, readonly WeightChange[]>): Weights {
    return new Weights(this.owner, this.#tensors, changes);
  }

  /** What LoRA files add to a weight. */
  changesOf(name: string): readonly WeightChange[] {
    return this.#changes.get(name) ?? [];
  }

  /** The dims of a weight as its network sees them. @throws {SourceError} `missing-weight` */
  dims(name: string): readonly number[] {
    const { dims, isTransposed } = this.get(name);
    return isTransposed ? dims.toReversed() : dims;
  }

  /** The smallest number for which nothing named `<prefix><number>.` exists: how many blocks or layers there are. */
  count(prefix: string): number {
    const found = new Set<number>();
    for (const name of this.#tensors.keys()) {
      if (!name.startsWith(prefix)) continue;
      const number = /^\d+(?=\.)/.exec(name.slice(prefix.length));
      if (number) found.add(Number(number[0]));
    }
    let count = 0;
    while (found.has(count)) count++;
    return count;
  }
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
