import { connect, readRecipe, type Recipe } from '@facet/client';
import { cutName } from '../uploads/names.ts';

/** What a picture of Facet's says it was drawn by. It is sent to be read, and not kept. @throws ClientError */
export async function recipeOf(organizationId: string, file: File): Promise<Recipe> {
  const client = connect({ url: location.origin, credentials: { organizationId } });
  try {
    return await readRecipe(client, { picture: { name: cutName(file.name), body: file } });
  } finally {
    await client.close();
  }
}
