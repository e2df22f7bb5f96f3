import { parseRecipe, readPngRecipe, type Recipe } from '@facet/inversion/recipes';

const ORIGIN = 'the picture';

/** The recipe in a PNG, undefined where it has none, or one that stands as text. Throws `InversionError`. */
export const readRecipe = (source: Uint8Array | string): Recipe | undefined =>
  typeof source === 'string' ? parseRecipe(source, ORIGIN) : readPngRecipe(source, ORIGIN);
