import { isWithin, SAMPLING_BOUNDS, SEED_BOUNDS, TEXT_BOUNDS } from '@facet/base';
import { requireImage } from '@facet/db';
import { MAX_PICTURE_BYTES, ParserError } from '@facet/intake';
import { InversionError } from '@facet/inversion/files';
import type { Recipe } from '@facet/inversion/recipes';
import { StorageError } from '@facet/storage';
import { InvalidInputError, RecipeRefusedError, WrongStateError } from '../errors.ts';
import { inOrganization, viewerOf, type Context } from '../graphql/context.ts';
import { decodeId } from '../ids.ts';
import { text } from '../input.ts';

/** Where a recipe is to be found: one of the two. */
export interface RecipeSource {
  /** Its JSON. */
  readonly recipe?: string | null | undefined;
  /** Global id of an upload that was put and is not completed: what is completed is drawn anew, without metadata. */
  readonly imageId?: string | null | undefined;
}

/**
 * A recipe that something can be drawn with here, as far as it says itself.
 * Throws `RecipeRefusedError`, `InvalidInputError`, `NotFoundError`, `WrongStateError`.
 */
export async function readRecipe(context: Context, { recipe, imageId }: RecipeSource): Promise<Recipe> {
  if ((recipe == null) === (imageId == null)) throw new InvalidInputError('Give one of recipe and imageId.');
  const found = await readApart(context, async () =>
    imageId == null ? text('recipe', recipe!, 'recipe') : readUpload(context, imageId),
  );
  if (found === undefined)
    throw new RecipeRefusedError(
      'no-recipe',
      'The picture holds no recipe. Those that Facet draws do, until another program saves them again.',
    );
  return assertUsable(found);
}

async function readUpload(context: Context, imageId: string): Promise<Uint8Array> {
  const { uploadKey } = await inOrganization(context, (transaction) =>
    requireImage(transaction, decodeId('Image', imageId)),
  );
  if (uploadKey === null)
    throw new WrongStateError(
      'This upload is completed, so the picture was drawn anew, without metadata. Upload the file again, and read its recipe before completeUpload.',
    );
  try {
    return await context.services.store.getBytes(uploadKey, MAX_PICTURE_BYTES);
  } catch (error) {
    if (error instanceof StorageError && error.code === 'not-found')
      throw new WrongStateError('Nothing was put at the address of this upload yet. PUT the file first.');
    throw error;
  }
}

/** Has what `source` gives read where it can do no harm, in the viewer's turn. */
async function readApart(context: Context, source: () => Promise<Uint8Array | string>): Promise<Recipe | undefined> {
  const { foreignFiles } = context.services;
  try {
    return await foreignFiles.inTurn(viewerOf(context), 'read', async () =>
      foreignFiles.parsers.run('readRecipe', await source()),
    );
  } catch (error) {
    if (error instanceof InversionError && (error.code === 'corrupt-file' || error.code === 'unsupported-format'))
      throw new RecipeRefusedError(error.code, error.message);
    if (!(error instanceof ParserError)) throw error;
    context.log.warn({ err: error }, 'a recipe did not let itself be read');
    throw new RecipeRefusedError('corrupt-file', 'Reading the recipe takes more time or memory than one may take.');
  }
}

/** Recipes come from anywhere: what would be refused of somebody who types it is refused of them. */
function assertUsable(recipe: Recipe): Recipe {
  const { prompt, negativePrompt, modelName, fingerprint, words, tokens, seeds, steps, guidance } = recipe;
  const numbers = [
    ['steps', steps, SAMPLING_BOUNDS.steps],
    ['guidance', guidance, SAMPLING_BOUNDS.guidance],
    ['seeds', seeds.length, { min: 1, max: MAX_BATCH }],
    ['seed', Math.max(...seeds.slice(0, MAX_BATCH)), SEED_BOUNDS],
    ['width', recipe.width, SIDE],
    ['height', recipe.height, SIDE],
    ['prompt', prompt?.length ?? 1, TEXT_BOUNDS.prompt],
    ['negativePrompt', negativePrompt.length, TEXT_BOUNDS.negativePrompt],
    ['modelName', modelName.length, TEXT_BOUNDS.name],
    ['fingerprint', fingerprint.length, TEXT_BOUNDS.name],
    ...Object.entries(words).map(
      ([attribute, word]) => [`word for ${attribute}`, word.length, TEXT_BOUNDS.word] as const,
    ),
    ...Object.entries(tokens).flatMap(([attribute, { strength, hash, name }]) => [
      [`strength of ${attribute}`, strength, SAMPLING_BOUNDS.strength] as const,
      [`hash of ${attribute}`, hash.length, TEXT_BOUNDS.name] as const,
      [`name of ${attribute}`, name?.length ?? 1, TEXT_BOUNDS.name] as const,
    ]),
  ] as const;
  const beyond = numbers.find(([, value, bounds]) => !isWithin(value, bounds));
  if (beyond)
    throw new RecipeRefusedError(
      'out-of-range',
      `The recipe's ${beyond[0]} is out of range; no picture drawn here has it.`,
    );
  return recipe;
}

/** Pictures that any device draws together. */
const MAX_BATCH = 1000;
const SIDE = { min: 1, max: 100_000, whole: true } as const;
