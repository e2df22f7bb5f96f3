import { dot } from '../vector.ts';

/** A word with the image encoder's embedding of its prompt. */
export interface EmbeddedWord {
  readonly word: string;
  readonly text: Float32Array;
}

/**
 * Of words that mean the same only the first. Beside each other, each would look half as sure as the two are, and a picture of the
 * one would count as none of the other. Words mean the same where no picture could tell them apart by as much as a factor of e in the
 * image encoder's probabilities.
 *
 * @param scale what the encoder's training multiplied similarities by
 */
export function withoutSynonyms<Entry extends EmbeddedWord>(words: readonly Entry[], scale: number): Entry[] {
  const kept: Entry[] = [];
  for (const each of words) if (!kept.some(({ text }) => scale * (1 - dot(text, each.text)) < 1)) kept.push(each);
  return kept;
}
