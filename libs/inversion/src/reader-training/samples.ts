import { ATTRIBUTES } from '@facet/base';
import { generate, type DiffusionModel } from '@facet/diffusion';
import { encodePlan } from '../plan/encode.ts';
import { concatenated } from '../vector.ts';
import type { Words } from '../words/schema.ts';
import { promptOfVectors, vocabularyOf } from './prompt.ts';
import type { Row } from './shards.ts';
import { vectorAroundWords } from './vectors-around-words.ts';

/** Few steps: what counts is what the picture shows, not how fine it is. */
const DRAWING = { steps: 8, guidance: 3, scheduler: 'ddim' } as const;

/** A picture that the model has drawn for four vectors of our choice, as its image encoder sees it. */
export interface Sample extends Row {
  /** `[4 * width]`, in the order of `ATTRIBUTES`. */
  readonly tokens: Float32Array;
  readonly features: Float32Array;
}

/**
 * What draws the samples: vectors independent of each other, one in each place, so that whoever finds them again from the picture
 * has them in the right places by construction.
 */
export function sampler(
  model: DiffusionModel,
  words: Words,
  seed: number,
  signal: AbortSignal | undefined,
): (index: number) => Promise<Sample> {
  const vocabulary = vocabularyOf(model, words);
  const plan = promptOfVectors(model, words);
  return async (index) => {
    const vectors = ATTRIBUTES.map((attribute, slot) =>
      vectorAroundWords(vocabulary[attribute], seed, index * ATTRIBUTES.length + slot),
    );
    const byName = new Map<string, Float32Array>(ATTRIBUTES.map((attribute, slot) => [attribute, vectors[slot]!]));
    const prompt = await encodePlan(model, plan, (name) => byName.get(name)!);
    const { pictures } = await generate(model, { prompt, seeds: [index], ...DRAWING, ...(signal && { signal }) });
    const [features] = await model.imageEmbedding(pictures);
    return { tokens: concatenated(vectors), features: features! };
  };
}
