import type { DiffusionModel } from '@facet/diffusion';
import { InversionError } from '../errors.ts';
import { mean } from '../vector.ts';

export type Embedder = Pick<DiffusionModel, 'tokenizer' | 'tokenEmbedding'>;

/** The input vector of a word; of a word of several tokens the mean of theirs. */
export function wordVector(model: Embedder, word: string): Float32Array {
  const { ids } = model.tokenizer.tokenize(word);
  if (ids.length === 0) throw new InversionError('invalid-prompt', `The word "${word}" has no tokens; give another.`);
  return mean(ids.map((id) => model.tokenEmbedding(id)));
}

/** Whether the tokenizer knows the word as one token, which is what a prompt word should be. */
export const isSingleToken = (model: Pick<Embedder, 'tokenizer'>, word: string): boolean =>
  model.tokenizer.tokenize(word).ids.length === 1;
