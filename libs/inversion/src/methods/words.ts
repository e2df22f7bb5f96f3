import { ATTRIBUTES, type Attribute } from '@facet/base';
import { makeGrid } from '../attribution/cells.ts';
import { stageCount } from '../attribution/stages.ts';
import type { MethodContext, UntrainedMethod } from './method.ts';

/**
 * What a person could type: for each attribute the best word (for color the best phrase of two) that the model's image encoder
 * finds, everywhere in the prompt. Nothing is trained, so this is what every other method has to beat.
 */
export const words: UntrainedMethod = {
  id: 'words',
  trains: 'nothing',
  summary: 'four words that the image encoder finds, at once and without training',
  layout(context) {
    const found = wordsOf(context);
    return {
      tokens: ATTRIBUTES.map((name) => ({
        name,
        vectorCount: 1,
        cells: makeGrid(stageCount(context.map.stageBounds), context.layers.length, () => 0),
        initialWord: found[name],
        fallbackWord: undefined,
      })),
      templates: context.words.templates.attributes,
      pairTerms: [],
      trainedWeights: [],
    };
  },
};

/** A word for each attribute. What the image encoder does not tell is the palette's first name, or a word that says nothing. */
export const wordsOf = ({ bestWords, palette, words, objectWord }: MethodContext): Record<Attribute, string> => ({
  ...words.neutral,
  ...(palette[0] && { color: palette[0].name }),
  ...bestWords,
  object: objectWord,
});
