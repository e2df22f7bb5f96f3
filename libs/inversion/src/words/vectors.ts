import type { DiffusionModel } from '@facet/diffusion';
import { InversionError } from '../errors.ts';
import { mean, norm, partsOf } from '../vector.ts';
import type { Words } from './schema.ts';

export type Embedder = Pick<DiffusionModel, 'tokenizer' | 'tokenEmbedding'>;
type WidthsAndEmbedder = Embedder & Pick<DiffusionModel, 'embeddingWidths'>;

/** The input vector of a word; of a word of several tokens the mean of theirs. */
export function wordVector(model: Embedder, word: string): Float32Array {
  const { ids } = model.tokenizer.tokenize(word);
  if (ids.length === 0) throw new InversionError('invalid-prompt', `The word "${word}" has no tokens; give another.`);
  return mean(ids.map((id) => model.tokenEmbedding(id)));
}

/** Whether the tokenizer knows the word as one token, which is what a prompt word should be. */
export const isSingleToken = (model: Pick<Embedder, 'tokenizer'>, word: string): boolean =>
  model.tokenizer.tokenize(word).ids.length === 1;

/** Whether the tokenizer knows each of the words, of a phrase all of them. */
export const isKnown = (model: Pick<Embedder, 'tokenizer'>, phrase: string): boolean =>
  phrase.split(' ').every((word) => isSingleToken(model, word));

/**
 * How long the vectors of words that say something are: the mean over the model's colour and object names. Neutral words
 * can be shorter (0.41 against 0.52 in the demo model), and tokens held at their length say too little. Of each text encoder's
 * part.
 */
export function meanWordLengths(model: WidthsAndEmbedder, { colors, objects }: Words): number[] {
  const words = [...colors.map(({ name }) => name), ...objects];
  const lengths = words.map((word) => partsOf(wordVector(model, word), model.embeddingWidths).map(norm));
  return model.embeddingWidths.map((_, part) => lengths.reduce((sum, each) => sum + each[part]!, 0) / lengths.length);
}
