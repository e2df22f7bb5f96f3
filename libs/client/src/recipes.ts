import type { Client } from './client.ts';
import { accepted, type Accepted } from './errors/accepted.ts';
import { putPicture, type PictureUpload } from './files/upload-picture.ts';
import {
  ComposeFromRecipeDocument,
  DeleteImageDocument,
  ExportOutputsDocument,
  ReadRecipeDocument,
  type ComposeFromRecipeMutationVariables,
  type ExportOutputsMutation,
  type ExportOutputsMutationVariables,
  type ReadRecipeQuery,
} from './operations/recipes.graphql.ts';
import type { Composition } from './runs/compositions.ts';

/** A recipe's JSON, or a PNG that has one, which is sent to be read and not kept. */
export type RecipeSource = { readonly recipe: string } | { readonly picture: PictureUpload };

export type Recipe = Accepted<ReadRecipeQuery['readRecipe']>;

/** What a picture was drawn by, and which of its tokens may be used. @throws ClientError `recipe-refused`, `picture-refused` */
export const readRecipe = (client: Client, source: RecipeSource): Promise<Recipe> =>
  within(client, source, async (of) => accepted((await client.run(ReadRecipeDocument, of)).readRecipe));

/**
 * Queues what the recipe of a picture says, with what is given in place of what it says.
 * @throws ClientError `recipe-refused`, `recipe-incomplete` for tokens that may not be used; `readRecipe` tells which
 */
export const composeFromRecipe = (
  client: Client,
  source: RecipeSource,
  changes: Omit<ComposeFromRecipeMutationVariables, 'recipe' | 'imageId'> = {},
): Promise<Composition> =>
  within(client, source, async (of) =>
    accepted((await client.run(ComposeFromRecipeDocument, { ...changes, ...of })).composeFromRecipe),
  );

async function within<Result>(
  client: Client,
  source: RecipeSource,
  use: (of: { recipe: string } | { imageId: string }) => Promise<Result>,
): Promise<Result> {
  if ('recipe' in source) return use({ recipe: source.recipe });
  const imageId = await putPicture(client, source.picture);
  try {
    return await use({ imageId });
  } finally {
    // What stays for want of an answer is cleared away with the uploads that nobody completes.
    await client.run(DeleteImageDocument, { imageId }).catch(() => undefined);
  }
}

/** Addresses of pictures with as much about themselves as is wanted, which `download` fetches. */
export async function exportOutputs(
  client: Client,
  input: ExportOutputsMutationVariables,
): Promise<Accepted<ExportOutputsMutation['exportOutputs']>> {
  return accepted((await client.run(ExportOutputsDocument, input)).exportOutputs);
}
