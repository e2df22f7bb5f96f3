import { ImageError, readPngText, withPngText } from '@facet/diffusion/png-text';
import { InversionError } from '../errors.ts';
import { parseRecipe, RECIPE_KEYWORD, type Recipe } from './recipe.ts';

/** Token files inside of four tokens with vectors for every layer are a megabyte as base64. */
const MAX_RECIPE_CHARACTERS = 4 * 1024 ** 2;

/**
 * The recipe in a PNG, undefined where there is none. Nothing is unpacked for it: recipes are not compressed.
 * @param origin names the picture in errors
 * @throws InversionError `unsupported-format` for what is no PNG or a recipe of another version, `corrupt-file`
 */
export function readPngRecipe(png: Uint8Array, origin: string): Recipe | undefined {
  const text = inPng(origin, () => readPngText(Buffer.from(png.buffer, png.byteOffset, png.length), RECIPE_KEYWORD));
  if (text === undefined) return undefined;
  if (text.length > MAX_RECIPE_CHARACTERS)
    throw new InversionError(
      'corrupt-file',
      `The recipe in ${origin} has ${text.length} characters; none of Facet's has more than ${MAX_RECIPE_CHARACTERS}.`,
    );
  return parseRecipe(text, origin);
}

/** The PNG with this recipe in place of what it has. @throws InversionError as `readPngRecipe` does */
export const withPngRecipe = (png: Uint8Array, recipe: Recipe, origin: string): Uint8Array =>
  inPng(origin, () =>
    withPngText(Buffer.from(png.buffer, png.byteOffset, png.length), RECIPE_KEYWORD, JSON.stringify(recipe)),
  );

function inPng<Result>(origin: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof ImageError)) throw cause;
    const code = cause.code === 'not-an-image' ? 'unsupported-format' : 'corrupt-file';
    throw new InversionError(code, `${origin}: ${cause.message}`, { cause });
  }
}
