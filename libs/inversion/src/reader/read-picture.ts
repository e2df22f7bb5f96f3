import { ATTRIBUTES, type Attribute } from '@facet/base';
import type { DiffusionModel, Tensor } from '@facet/diffusion';
import { basename } from 'node:path';
import { InversionError } from '../errors.ts';
import { concatenated, norm, partsOf } from '../vector.ts';
import type { FoundWords } from '../words/find-words.ts';
import { probabilityOfBest } from '../words/probability.ts';
import type { Words } from '../words/schema.ts';
import { meanWordLengths, wordVector } from '../words/vectors.ts';
import { runReader } from './file.ts';

/** What each attribute's token starts at, of the model's embedding width. */
export type ReadTokens = Readonly<Record<Attribute, Float32Array>>;

/** From this probability on a word says the value as well as anything read could, and it is kept: it is what prompts say, too. */
const SURE_WORD = 0.9;

/**
 * Four tokens read off a picture: one pass of the model's image encoder and of its reader. Where the image encoder is sure of a
 * word, the token is the word. A reader gives means over what may be meant, which are too short; they get the length of words.
 *
 * @param rgb `[1, 3, height, width]` in [-1, 1]
 * @throws InversionError `no-image-encoder`, and those of `runReader`
 */
export async function readPicture(
  model: DiffusionModel,
  rgb: Tensor,
  found: FoundWords,
  words: Words,
): Promise<ReadTokens> {
  requireImageEncoder(model);
  const [features] = await model.imageEmbedding(rgb);
  const read = await runReader(model, features!);
  const lengths = meanWordLengths(model, words);
  const tokens = ATTRIBUTES.map((attribute, slot) => {
    const ranking = found[attribute];
    const isSure = ranking?.[0] && probabilityOfBest(ranking, model.similarityScale()) >= SURE_WORD;
    return [attribute, isSure ? wordVector(model, ranking[0]!.word) : ofLengths(model, read[slot]!, lengths)] as const;
  });
  return Object.fromEntries(tokens) as Record<Attribute, Float32Array>;
}

/** Readers read what an image encoder sees. Throws `no-image-encoder` for models without. */
export function requireImageEncoder(model: Pick<DiffusionModel, 'hasImageEncoder' | 'directory'>): void {
  if (model.hasImageEncoder) return;
  throw new InversionError(
    'no-image-encoder',
    `The model ${basename(model.directory)} has no image encoder (folder image_encoder), which a reader reads by. Add the CLIP image encoder that belongs to its text encoder, or use another method.`,
  );
}

/** The vector with the part of each text encoder at the length given for it. */
function ofLengths(
  { embeddingWidths }: DiffusionModel,
  vector: Float32Array,
  lengths: readonly number[],
): Float32Array {
  return concatenated(
    partsOf(vector, embeddingWidths).map((part, i) => {
      const factor = lengths[i]! / (norm(part) || 1);
      return part.map((value) => value * factor);
    }),
  );
}
