import { encodePng, readPngText } from '@facet/diffusion';
import type { Tensor } from '@facet/diffusion';
import { parseRecipe, RECIPE_KEYWORD } from '@facet/inversion';
import type { Recipe } from '@facet/inversion';
import { readFile } from 'node:fs/promises';
import { CliError } from './errors.ts';

/** One picture as a PNG with its recipe (as JSON) inside, so that it can be made again from itself alone. */
export async function encodeWithRecipe(picture: Tensor, recipe: string): Promise<Buffer> {
  const [png] = await encodePng(picture, { [RECIPE_KEYWORD]: recipe });
  return png!;
}

/**
 * The recipe in a picture, and its text as it stands there.
 * @throws CliError `bad-input` when the file cannot be read, `no-recipe` when it has none; ImageError when it is no PNG or
 *   damaged; InversionError when the recipe itself is broken
 */
export async function readRecipe(path: string): Promise<{ recipe: Recipe; text: string }> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new CliError('bad-input', `Cannot open the picture ${path}: ${(cause as Error).message}`, { cause });
  }
  const text = readPngText(bytes, RECIPE_KEYWORD);
  if (text === undefined) {
    const message = `${path} holds no recipe. Pictures written by \`facet generate\` and \`facet compose\` do, until another program saves them again.`;
    throw new CliError('no-recipe', message);
  }
  return { recipe: parseRecipe(text, path), text };
}
