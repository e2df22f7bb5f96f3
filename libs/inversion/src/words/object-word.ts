import type { DiffusionModel } from '@facet/diffusion';
import { InversionError } from '../errors.ts';
import type { FoundWords } from './find-words.ts';

export interface ObjectWord {
  readonly word: string;
  /** `given` by the caller or found `zero-shot` by the model's CLIP image encoder. */
  readonly origin: 'given' | 'zero-shot';
}

/**
 * The word for what the picture shows: the given one, else the best that was found. Throws `missing-object-word` and names what
 * is missing when neither way is open; it never guesses.
 */
export function objectWord(
  model: Pick<DiffusionModel, 'hasImageEncoder' | 'directory'>,
  found: FoundWords,
  given?: string,
): ObjectWord {
  if (given !== undefined && given.trim() !== '') return { word: given.trim(), origin: 'given' };
  if (!model.hasImageEncoder)
    throw new InversionError(
      'missing-object-word',
      `The model ${model.directory} has no image encoder (folder image_encoder) to find what the picture shows. Name the object, for example --object cat.`,
    );
  const [best] = found.object ?? [];
  if (best === undefined)
    throw new InversionError(
      'missing-object-word',
      `There are no candidate words for what the picture shows: the model ${model.directory} has no "objects" in words.json. Name the object, for example --object cat.`,
    );
  return { word: best.word, origin: 'zero-shot' };
}
