import type { MethodContext, MethodLayout, WeightMethod } from './method.ts';
import { wholeToken } from './single-token.ts';

/**
 * One token and weights. As in both papers the token stands before the class word ("a drawing of a V* cat"), and pictures of
 * the class alone ("a drawing of a cat") keep the word's meaning: prior preservation.
 */
function withWeights(context: MethodContext, trainedWeights: readonly string[]): MethodLayout {
  const { objectWord, words } = context;
  const layout = wholeToken(context, 1, () => 0);
  return {
    ...layout,
    tokens: layout.tokens.map((token) => ({ ...token, classWord: objectWord })),
    templates: layout.templates.map((template) => template.replaceAll('{token}', `{token} ${objectWord}`)),
    trainedWeights,
    priorPrompt: words.objectPrompt.replaceAll('{object}', objectWord),
  };
}

/** Kumari et al., "Multi-Concept Customization of Text-to-Image Diffusion" (2023). */
export const customDiffusion: WeightMethod = {
  id: 'custom-diffusion',
  trains: 'weights',
  summary: "one token, and the U-Net's key and value projections of the prompt",
  layout: (context) =>
    withWeights(
      context,
      context.weights.filter((weight) => weight.conditioningLayer !== undefined).map(({ name }) => name),
    ),
};

/** Ruiz et al., "DreamBooth" (2022), with a learned token; the text encoder stays as it is. */
export const dreambooth: WeightMethod = {
  id: 'dreambooth',
  trains: 'weights',
  summary: 'one token, and all weights of the U-Net',
  layout: (context) =>
    withWeights(
      context,
      context.weights.map(({ name }) => name),
    ),
};
