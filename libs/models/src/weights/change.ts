import type { StoredTensor } from './stored.ts';

/** A change of low rank to a weight [out, ...in], both factors where they lie in a LoRA's file: weight + scale * up @ down. */
export interface WeightChange {
  /** [out, rank], perhaps with ones behind. */
  readonly up: StoredTensor;
  /** [rank, ...in] */
  readonly down: StoredTensor;
  readonly scale: number;
}

/** A LoRA file, and how strongly it acts: 1 as it was trained. */
export interface LoraChoice {
  readonly path: string;
  readonly strength: number;
}

/** In the names of a graph's tensors that are factors of a change and no weights of the model. */
export const LORA_MARK = '/lora/';
