import type { DiffusionModel, Tensor } from '@facet/diffusion';
import { InversionError } from '../errors.ts';
import type { Words } from './schema.ts';

export interface ObjectWord {
  readonly word: string;
  /** `given` by the caller or found `zero-shot` by the model's CLIP image encoder. */
  readonly origin: 'given' | 'zero-shot';
  /** Cosine similarity of each candidate, best first; empty for a given word. */
  readonly ranking: readonly { word: string; similarity: number }[];
}

/**
 * The word for what the picture shows: the given one, else the candidate whose prompt is most similar to the picture by
 * the model's CLIP image encoder. Throws `missing-object-word` and names what is missing when neither way is open; it
 * never guesses.
 *
 * @param rgb `[1, 3, height, width]` in [-1, 1].
 */
export async function objectWord(
  model: Pick<DiffusionModel, 'hasImageEncoder' | 'textImageSimilarity' | 'tokenizer' | 'directory'>,
  rgb: Tensor,
  words: Words,
  given?: string,
): Promise<ObjectWord> {
  if (given !== undefined && given.trim() !== '') return { word: given.trim(), origin: 'given', ranking: [] };
  if (!model.hasImageEncoder)
    throw new InversionError(
      'missing-object-word',
      `The model ${model.directory} has no image encoder (folder image_encoder) to find what the picture shows. Name the object, for example --object cat.`,
    );
  if (words.objects.length === 0)
    throw new InversionError(
      'missing-object-word',
      `There are no candidate words for what the picture shows: the model ${model.directory} has no "objects" in words.json. Name the object, for example --object cat.`,
    );
  const prompts = words.objects.map((word) => words.objectPrompt.replaceAll('{object}', word));
  const [similarities] = await model.textImageSimilarity(
    rgb,
    prompts.map((prompt) => model.tokenizer.encode(prompt).ids),
  );
  const ranking = words.objects
    .map((word, i) => ({ word, similarity: similarities![i]! }))
    .sort((a, b) => b.similarity - a.similarity);
  return { word: ranking[0]!.word, origin: 'zero-shot', ranking };
}
