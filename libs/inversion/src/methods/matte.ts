import { ATTRIBUTES, type Attribute } from '@facet/base';
import { attributeGrid } from '../attribution/cells.ts';
import type { MethodContext, PairTerm, TokenMethod } from './method.ts';
import { wordsOf } from './words.ts';

/** Four tokens, each active in the cells that the attribution map gives it, kept apart by L_CS and L_O. */
export const matte: TokenMethod = {
  id: 'matte',
  trains: 'tokens',
  summary: 'four tokens (color, style, object, layout), each in its own stages and layers',
  layout(context) {
    const initial = initialWords(context);
    return {
      tokens: ATTRIBUTES.map((name) => ({
        name,
        vectorCount: 1,
        cells: attributeGrid(context.map, name, context.layers),
        initialWord: initial[name],
        initialVector: context.options.start === 'reader' ? context.read?.[name] : undefined,
        fallbackWord: fallbackWord(context, name),
      })),
      templates: context.words.templates.attributes,
      pairTerms: pairTerms(context),
      trainedWeights: [],
    };
  },
};

/** The best words, which a reader goes by as well; or color the main colour's name, object its word, style and layout words that say nothing. */
function initialWords(context: MethodContext): Record<Attribute, string> {
  const { options, palette, words, objectWord } = context;
  if (options.start !== 'neutral') return wordsOf(context);
  return { ...words.neutral, color: palette[0]?.name ?? words.neutral.color, object: objectWord };
}

function fallbackWord({ options, words, objectWord }: MethodContext, name: Attribute): string | undefined {
  if (options.fallback === 'nothing') return undefined;
  if (name === 'object') return objectWord;
  return options.fallback === 'neutral-words' ? words.neutral[name] : undefined;
}

function pairTerms({ options, palette, objectWord }: MethodContext): PairTerm[] {
  const terms: PairTerm[] = [
    {
      name: 'colorStyle',
      weight: options.colorStyleWeight,
      anchor: 'color',
      other: 'style',
      truth: palette.map(({ name, share }) => ({ word: name, share })),
    },
    {
      name: 'objectLayout',
      weight: options.objectLayoutWeight,
      anchor: 'object',
      other: 'layout',
      truth: [{ word: objectWord, share: 1 }],
    },
  ];
  return terms.filter((term) => term.weight > 0 && term.truth.length > 0);
}
