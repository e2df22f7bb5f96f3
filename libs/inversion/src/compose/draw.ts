import { generate, type DiffusionModel, type Tensor } from '@facet/diffusion';
import { checkFingerprint, identityOf } from '../fingerprint.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import { compose } from './compose.ts';
import { compositionOf, type Recipe } from '../recipe/recipe.ts';

/**
 * Makes the picture of a recipe again, `[1, 3, height, width]` in [-1, 1]: with the same model and device the same bits.
 * `find` gives token sets that the recipe does not embed.
 */
export async function drawRecipe(
  model: DiffusionModel,
  recipe: Recipe,
  find?: (hash: string) => Promise<TokenSet | undefined>,
): Promise<Tensor> {
  checkFingerprint(recipe, identityOf(model), 'The recipe');
  const { seeds, index, steps, guidance, scheduler, width, height, negativePrompt } = recipe;
  const plan = await compose(model, await compositionOf(recipe, find));
  const { pictures } = await generate(model, {
    prompt: plan,
    negativePrompt,
    seeds,
    batchSize: seeds.length,
    steps,
    guidance,
    scheduler,
    width,
    height,
  });
  const size = 3 * width * height;
  return { data: pictures.data.slice(index * size, (index + 1) * size), dims: [1, 3, height, width] };
}
