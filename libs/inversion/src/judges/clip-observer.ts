import { ATTRIBUTES, type Attribute } from '@facet/base';
import type { DiffusionModel } from '@facet/diffusion';
import type { Words } from '../words/schema.ts';
import type { Observer, Seen, WordLists } from './observer.ts';
import { promptOf } from './prompts.ts';

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
    if (candidates.length === 0) continue;
    const prompts = candidates.map((word) =>
      attribute === 'object' ? words.objectPrompt.replaceAll('{object}', word) : promptOf(words, { [attribute]: word }),
    );
    texts.set(attribute, await model.textEmbedding(prompts.map((prompt) => model.tokenizer.encode(prompt).ids)));
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
  const similarities = rows.map((row) => row.reduce((sum, value, at) => sum + value * picture[at]!, 0));
  return similarities.indexOf(Math.max(...similarities));
}
