import { ATTRIBUTES, type Attribute } from '@facet/base';
import type { DiffusionModel, Tensor } from '@facet/diffusion';
import { dot } from '../vector.ts';
import { wordLists } from './lists.ts';
import { promptOf, promptOfWord } from './prompts.ts';
import type { Words } from './schema.ts';
import { withoutSynonyms, type EmbeddedWord } from './synonyms.ts';
import { wordVector } from './vectors.ts';

/** A word, or for colors a phrase of two, and how like the picture its prompt is. */
export interface RankedWord {
  readonly word: string;
  /** Cosine of the image encoder's embeddings. */
  readonly similarity: number;
}

/** For each attribute that the model has words for one word of each meaning, the most similar first. */
export type FoundWords = Partial<Readonly<Record<Attribute, readonly RankedWord[]>>>;

/** The best of each attribute, as far as there are words. */
export type BestWords = Partial<Readonly<Record<Attribute, string>>>;

type Finder = Pick<
  DiffusionModel,
  | 'hasImageEncoder'
  | 'imageEmbedding'
  | 'textEmbedding'
  | 'similarityScale'
  | 'tokenizer'
  | 'tokenEmbedding'
  | 'embed'
  | 'embeddingWidth'
>;

/** Phrases are made of so many of the best color words: all pairs of a long list would take longer than they are worth. */
const PHRASE_WORDS = 6;

/**
 * What the model's image encoder sees in a picture, in the model's own words (Radford et al., "Learning Transferable Visual
 * Models", 2021): nothing is trained. A phrase of two colors is compared as it would stand in a prompt, as one token whose
 * vector is the mean of both words' (`wordVector`). Empty where the model has no image encoder.
 *
 * @param rgb `[1, 3, height, width]` in [-1, 1]
 */
export async function findWords(model: Finder, rgb: Tensor, words: Words): Promise<FoundWords> {
  if (!model.hasImageEncoder) return {};
  const [picture] = await model.imageEmbedding(rgb);
  const lists = wordLists(model, words);
  const found: Partial<Record<Attribute, readonly RankedWord[]>> = {};
  for (const attribute of ATTRIBUTES) {
    const list = lists[attribute];
    if (list === undefined) continue;
    const scale = model.similarityScale();
    const ranked = withoutSynonyms(rank(list, await embedWords(model, words, attribute, list), picture!), scale);
    if (attribute === 'color') {
      const phrases = pairs(ranked.slice(0, PHRASE_WORDS).map(({ word }) => word));
      ranked.push(...rank(phrases, await embedPhrases(model, words, phrases), picture!));
    }
    found[attribute] = ranked.toSorted(bySimilarity).map(({ word, similarity }) => ({ word, similarity }));
  }
  return found;
}

export const bestWords = (found: FoundWords): BestWords =>
  Object.fromEntries(Object.entries(found).flatMap(([attribute, [best]]) => (best ? [[attribute, best.word]] : [])));

/** The image encoder's embeddings of words of an attribute, each in a prompt that names nothing else. */
export const embedWords = (
  model: Pick<DiffusionModel, 'tokenizer' | 'textEmbedding'>,
  words: Words,
  attribute: Attribute,
  list: readonly string[],
): Promise<Float32Array[]> =>
  model.textEmbedding(list.map((word) => model.tokenizer.encode(promptOfWord(words, attribute, word)).ids));

/** The same of phrases of colors, each as one token. */
async function embedPhrases(model: Finder, words: Words, phrases: readonly string[]): Promise<Float32Array[]> {
  if (phrases.length === 0) return [];
  const mark = '{color}';
  const encoding = model.tokenizer.encode(promptOf(words, { color: mark }), [mark]);
  const ids = phrases.map(() => encoding.ids);
  const embeds = model.embed(ids);
  const rowLength = encoding.ids.length * model.embeddingWidth;
  for (const { start } of model.tokenizer.positionsOf(encoding, mark))
    phrases.forEach((phrase, row) =>
      embeds.set(wordVector(model, phrase), row * rowLength + start * model.embeddingWidth),
    );
  return model.textEmbedding(ids, embeds);
}

type RankedText = RankedWord & EmbeddedWord;

const rank = (list: readonly string[], texts: readonly Float32Array[], picture: Float32Array): RankedText[] =>
  list.map((word, i) => ({ word, text: texts[i]!, similarity: dot(texts[i]!, picture) })).toSorted(bySimilarity);

const bySimilarity = (a: RankedWord, b: RankedWord): number => b.similarity - a.similarity;

const pairs = (list: readonly string[]): string[] =>
  list.flatMap((first, i) => list.slice(i + 1).map((second) => `${first} ${second}`));
