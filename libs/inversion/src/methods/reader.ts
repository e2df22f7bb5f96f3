import { ATTRIBUTES } from '@facet/base';
import { makeGrid } from '../attribution/cells.ts';
import { stageCount } from '../attribution/stages.ts';
import type { TokenMethod } from './method.ts';
import { wordsOf } from './words.ts';

/**
 * Four tokens as the model's reader reads them off the picture, each active everywhere: the reader has learned over many pictures
 * which token carries what, and a single picture cannot teach it. Steps go on from there.
 */
export const reader: TokenMethod = {
  id: 'reader',
  trains: 'tokens',
  startsRead: true,
  summary:
    "four tokens that the model's reader reads off the picture, refined by a few slow steps; --steps 0 leaves them",
  layout(context) {
    const nearest = wordsOf(context);
    return {
      tokens: ATTRIBUTES.map((name) => ({
        name,
        vectorCount: 1,
        cells: makeGrid(stageCount(context.map.stageBounds), context.layers.length, () => 0),
        initialWord: nearest[name],
        initialVector: context.read?.[name],
        fallbackWord: undefined,
      })),
      templates: context.words.templates.attributes,
      pairTerms: [],
      trainedWeights: [],
    };
  },
};
