import { WHOLE_TOKEN } from '@facet/base';
import { makeGrid } from '../attribution/cells.ts';
import { stageCount } from '../attribution/stages.ts';
import type { MethodContext, TokenLayout, TokenMethod } from './method.ts';

/** One token for the whole picture, active everywhere; the methods differ in which vector each cell uses. */
export function wholeToken(
  context: MethodContext,
  vectorCount: number,
  vectorOf: (stage: number, layer: number) => number,
): TokenLayout {
  const stages = stageCount(context.map.stageBounds);
  return {
    tokens: [
      {
        name: WHOLE_TOKEN,
        vectorCount,
        cells: makeGrid(stages, context.layers.length, vectorOf),
        initialWord: context.objectWord,
        fallbackWord: context.objectWord,
      },
    ],
    templates: context.words.templates.whole,
    pairTerms: [],
    trainedWeights: [],
  };
}

/** Gal et al., "An Image is Worth One Word" (2022): one vector for all stages and layers. */
export const textualInversion: TokenMethod = {
  id: 'textual-inversion',
  trains: 'tokens',
  summary: 'one token with one vector, in all stages and layers',
  layout: (context) => wholeToken(context, 1, () => 0),
};

/** Voynov et al., "P+: Extended Textual Conditioning" (2023): one vector for each cross-attention layer. */
export const pPlus: TokenMethod = {
  id: 'p-plus',
  trains: 'tokens',
  summary: 'one token with a vector for each cross-attention layer',
  layout: (context) => wholeToken(context, context.layers.length, (_, layer) => layer),
};

/** Zhang et al., "ProSpect: Prompt Spectrum" (2023): one vector for each stage of denoising. */
export const prospect: TokenMethod = {
  id: 'prospect',
  trains: 'tokens',
  summary: 'one token with a vector for each denoising stage',
  layout: (context) => wholeToken(context, stageCount(context.map.stageBounds), (stage) => stage),
};
