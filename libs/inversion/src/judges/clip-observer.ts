import { ATTRIBUTES, type Attribute } from '@facet/base';
import type { DiffusionModel } from '@facet/diffusion';
import { dot } from '../vector.ts';
import { embedWords } from '../words/find-words.ts';
import type { WordLists } from '../words/lists.ts';
import { withoutSynonyms, type EmbeddedWord } from '../words/synonyms.ts';
import type { Words } from '../words/schema.ts';
import type { Observer, Seen } from './observer.ts';

/**
 * Zero-shot verdicts by the model's CLIP: for each attribute the word whose prompt, which names nothing else, is most similar
 * to the picture, one word of each meaning (Radford et al., "Learning Transferable Visual Models", 2021).
 */
export async function clipObserver(
  model: Pick<DiffusionModel, 'tokenizer' | 'textEmbedding' | 'imageEmbedding' | 'similarityScale'>,
  words: Words,
  lists: WordLists,
): Promise<Observer> {
  const known = new Map<Attribute, EmbeddedWord[]>();
  for (const attribute of ATTRIBUTES) {
    const list = lists[attribute] ?? [];
    if (list.length === 0) continue;
    const texts = await embedWords(model, words, attribute, list);
    const embedded = list.map((word, i) => ({ word, text: texts[i]! }));
    const distinct = withoutSynonyms(embedded, model.similarityScale());
    // One word alone has no other to be told from.
    if (distinct.length > 1) known.set(attribute, distinct);
  }
  return {
    name: 'clip',
    words: Object.fromEntries([...known].map(([attribute, all]) => [attribute, all.map(({ word }) => word)])),
    observe: async (pictures) => {
      const embeddings = await model.imageEmbedding(pictures);
      return embeddings.map((picture) => {
        const seen = [...known].map(([attribute, all]) => [attribute, nearest(all, picture)]);
        return [Object.fromEntries(seen) as Seen];
      });
    },
    close: () => Promise.resolve(),
  };
}

function nearest(words: readonly EmbeddedWord[], picture: Float32Array): string {
  const similarities = words.map(({ text }) => dot(text, picture));
  return words[similarities.indexOf(Math.max(...similarities))]!.word;
}
