import { ATTRIBUTES, type Attribute } from '@facet/base';
import type { DiffusionModel } from '@facet/diffusion';
import { dot } from '../vector.ts';
import { embedWords } from '../words/find-words.ts';
import type { WordLists } from '../words/lists.ts';
import type { Words } from '../words/schema.ts';
import type { Observer, Seen } from './observer.ts';

/**
 * Zero-shot verdicts by the model's CLIP: for each attribute the word whose prompt, which names nothing else, is most similar
 * to the picture (Radford et al., "Learning Transferable Visual Models", 2021).
 */
export async function clipObserver(
  model: Pick<DiffusionModel, 'tokenizer' | 'textEmbedding' | 'imageEmbedding'>,
  words: Words,
  lists: WordLists,
): Promise<Observer> {
  const texts = new Map<Attribute, Float32Array[]>();
  for (const attribute of ATTRIBUTES) {
    const candidates = lists[attribute] ?? [];
    if (candidates.length > 0) texts.set(attribute, await embedWords(model, words, attribute, candidates));
  }
  return {
    name: 'clip',
    words: lists,
    observe: async (pictures) => {
      const embeddings = await model.imageEmbedding(pictures);
      return embeddings.map((picture) => {
        const seen = [...texts].map(([attribute, rows]) => [attribute, lists[attribute]![nearest(rows, picture)]!]);
        return [Object.fromEntries(seen) as Seen];
      });
    },
    close: () => Promise.resolve(),
  };
}

function nearest(rows: readonly Float32Array[], picture: Float32Array): number {
  const similarities = rows.map((row) => dot(row, picture));
  return similarities.indexOf(Math.max(...similarities));
}
