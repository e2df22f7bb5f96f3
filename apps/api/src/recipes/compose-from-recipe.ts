import { wrongSize } from '@facet/base';
import { fingerprintsOf, listModels, type Composition, type NewComposition } from '@facet/db';
import type { Recipe } from '@facet/inversion/recipes';
import { compose, type CompositionChoices } from '../compositions/compose.ts';
import { RecipeIncompleteError, RecipeRefusedError } from '../errors.ts';
import { inOrganization, type Context } from '../graphql/context.ts';
import { findTokens, missingOf } from './find-tokens.ts';
import { readRecipe, type RecipeSource } from './read-recipe.ts';

type Choices = RecipeSource & CompositionChoices & { readonly clientMutationKey?: string | null | undefined };

/**
 * Queues what the recipe of a picture says, with what is given in place of what it says; with slots its tokens are not needed.
 * Throws `RecipeRefusedError`, `RecipeIncompleteError`, and what `readRecipe` and `compose` throw; then nothing was queued.
 */
export async function composeFromRecipe(
  context: Context,
  { recipe, imageId, ...changes }: Choices,
): Promise<Composition> {
  const found = await readRecipe(context, { recipe, imageId });
  return compose(context, changes, await compositionOf(context, found, changes.slots != null));
}

/** Of the batch that the recipe names only its own picture is drawn. */
async function compositionOf(context: Context, recipe: Recipe, hasSlots: boolean): Promise<NewComposition> {
  const { tokens, prompt, negativePrompt, words, seeds, index, steps, guidance, scheduler, width, height } = recipe;
  const model = await modelOf(context, recipe);
  const wrong = wrongSize({ width, height }, model.traits);
  if (wrong !== undefined)
    throw new RecipeRefusedError(
      'out-of-range',
      `The picture is ${width} x ${height} pixels, and one of ${model.name} ${wrong} here.`,
    );
  const wanted = hasSlots ? {} : tokens;
  const slots = await inOrganization(context, (transaction, { actor }) =>
    findTokens(transaction, actor, { ...recipe, tokens: wanted }),
  );
  const missing = missingOf(slots);
  if (missing.length > 0) throw new RecipeIncompleteError(missing, 'Give slots with others in their place.');
  return {
    prompt: prompt ?? null,
    negativePrompt,
    words,
    slots: slots.map(({ attribute, token, strength }) => ({ attribute, tokenId: token!.id, strength })),
    seeds: [seeds[index]!],
    steps,
    guidance,
    scheduler,
    width,
    height,
    fingerprint: model.fingerprint,
  };
}

async function modelOf(context: Context, { fingerprint, modelName }: Recipe) {
  const models = await inOrganization(context, (transaction) => listModels(transaction));
  const found = models.find((model) => fingerprintsOf(model).some((each) => each === fingerprint));
  if (found) return found;
  throw new RecipeRefusedError(
    'unknown-model',
    `The picture was drawn by the model ${modelName} (fingerprint ${fingerprint.slice(0, 12)}), which no worker has offered here.`,
  );
}
