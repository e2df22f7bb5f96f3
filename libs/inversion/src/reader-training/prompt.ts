import { ATTRIBUTES, type Attribute } from '@facet/base';
import type { DiffusionModel } from '@facet/diffusion';
import { makeGrid } from '../attribution/cells.ts';
import { InversionError } from '../errors.ts';
import { planPrompt, type PlannedPrompt, type PromptPlan } from '../plan/plan.ts';
import { wordLists } from '../words/lists.ts';
import type { Words } from '../words/schema.ts';
import { wordVector } from '../words/vectors.ts';

/** The model's first template with a vector in each of its four places, in all layers at all times. */
export function promptOfVectors(model: DiffusionModel, words: Words): PromptPlan {
  const cells = makeGrid(1, model.layers.length, () => 0);
  // What the vectors are is said when the prompt is encoded.
  const binding = { kind: 'token', vectors: [], cells, stageBounds: [1000, 0], fallbackWord: undefined } as const;
  const bindings = Object.fromEntries(ATTRIBUTES.map((attribute) => [attribute, binding]));
  const [template] = words.templates.attributes;
  return planPrompt(template!, bindings, model.layers.length, model.tokenizer, model.pooledWidth !== undefined);
}

/** The one prompt of such a plan. */
export const onlyPrompt = ({ prompts }: PromptPlan): PlannedPrompt => prompts[0]!;

/**
 * The vectors of the words that each attribute has, which what is drawn lies around.
 *
 * @throws InversionError `invalid-input` for an attribute with fewer than two
 */
export function vocabularyOf(model: DiffusionModel, words: Words): Record<Attribute, Float32Array[]> {
  const lists = wordLists(model, words, 2);
  return Object.fromEntries(
    ATTRIBUTES.map((attribute) => {
      const list = lists[attribute];
      if (list === undefined)
        throw new InversionError(
          'invalid-input',
          `The model ${model.directory} knows fewer than two words for ${attribute}, and a reader starts from words. Put words that its tokenizer does not split into words.json.`,
        );
      return [attribute, list.map((word) => wordVector(model, word))];
    }),
  ) as Record<Attribute, Float32Array[]>;
}
