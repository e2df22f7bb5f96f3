import { ATTRIBUTES, type Attribute, SCHEDULERS } from '@facet/base';
import * as z from 'zod';
import { InversionError } from '../errors.ts';
import { decodeTokenFile, encodeTokenFile, tokenSetHash } from '../files/token-file.ts';
import { withoutReport, type TokenSet } from '../tokens/token-set.ts';
import type { Composition } from './compose.ts';
import { tokenFor, type TokenUse } from './token-use.ts';

/** The key of the PNG text chunk that holds a recipe. */
export const RECIPE_KEYWORD = 'facet-recipe';

const tokenUseSchema = z.strictObject({
  /** `tokenSetHash` of the token set that the token was taken from. */
  hash: z.string(),
  strength: z.number(),
  /** A native token file with just this token, base64; absent when the recipe only refers to it. */
  data: z.base64().exactOptional(),
});

const word = z.string();
const perAttribute = <T extends z.ZodType>(value: T) =>
  z.strictObject({
    color: value.exactOptional(),
    style: value.exactOptional(),
    object: value.exactOptional(),
    layout: value.exactOptional(),
  });

/** Everything that makes a picture again, bit for bit on the same device: stored in the picture's PNG metadata. */
export const recipeSchema = z.strictObject({
  format: z.literal('facet-recipe'),
  formatVersion: z.literal(1),
  fingerprint: z.string(),
  modelName: z.string(),
  prompt: z.string().exactOptional(),
  negativePrompt: z.string(),
  tokens: perAttribute(tokenUseSchema),
  words: perAttribute(word),
  /**
   * The seeds that were drawn together, and which of them this picture is. A runtime's kernels may round differently in
   * a batch of another size, so the same batch is drawn again.
   */
  seeds: z.array(z.int().min(0)).min(1),
  index: z.int().min(0),
  steps: z.int().min(1),
  guidance: z.number(),
  scheduler: z.enum(SCHEDULERS),
  width: z.int().min(1),
  height: z.int().min(1),
});

export type Recipe = z.infer<typeof recipeSchema>;

export type Sampling = Pick<
  Recipe,
  'negativePrompt' | 'seeds' | 'index' | 'steps' | 'guidance' | 'scheduler' | 'width' | 'height'
>;

/**
 * The recipe of one picture of a composition. With `embed` (default) it needs no token files to be made again, except those
 * that hold differences of U-Net weights: these are megabytes, so the recipe refers to them by hash.
 */
export function makeRecipe(
  model: { fingerprint: string; modelName: string },
  composition: Composition,
  sampling: Sampling,
  embed = true,
): Recipe {
  const tokens: Recipe['tokens'] = {};
  for (const attribute of ATTRIBUTES) {
    const use = composition.tokens[attribute];
    if (use === undefined) continue;
    const alone = { ...withoutReport(use.set), tokens: [tokenFor(use.set, attribute)] };
    tokens[attribute] = {
      hash: tokenSetHash(use.set),
      strength: use.strength ?? 1,
      ...(embed && use.set.weights === undefined
        ? { data: Buffer.from(encodeTokenFile(alone)).toString('base64') }
        : {}),
    };
  }
  return {
    format: 'facet-recipe',
    formatVersion: 1,
    fingerprint: model.fingerprint,
    modelName: model.modelName,
    ...(composition.prompt === undefined ? {} : { prompt: composition.prompt }),
    tokens,
    words: Object.fromEntries(Object.entries(composition.words ?? {}).filter(([, value]) => value !== undefined)),
    ...sampling,
  };
}

/** Reads a recipe's JSON. Throws `unsupported-format` or `corrupt-file`; `origin` names the picture. */
export function parseRecipe(text: string, origin: string): Recipe {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw new InversionError('corrupt-file', `The recipe in ${origin} is not JSON.`, { cause });
  }
  const version = (data as { formatVersion?: unknown } | null)?.formatVersion;
  if (version !== 1)
    throw new InversionError(
      'unsupported-format',
      `The recipe in ${origin} has version ${String(version)}; this program reads version 1.`,
    );
  const result = recipeSchema.safeParse(data);
  if (!result.success)
    throw new InversionError('corrupt-file', `The recipe in ${origin} is malformed: ${z.prettifyError(result.error)}`);
  return result.data;
}

/**
 * The composition that a recipe describes. Tokens that are not embedded come from `find` by their hash; when it has
 * none, the error (`invalid-input`) names attribute and hash.
 */
export async function compositionOf(
  recipe: Recipe,
  find: (hash: string) => Promise<TokenSet | undefined> = () => Promise.resolve(undefined),
): Promise<Composition> {
  const tokens: Partial<Record<Attribute, TokenUse>> = {};
  for (const attribute of ATTRIBUTES) {
    const use = recipe.tokens[attribute];
    if (use === undefined) continue;
    const set =
      use.data === undefined
        ? await find(use.hash)
        : decodeTokenFile(Buffer.from(use.data, 'base64'), `the ${attribute} token of the recipe`);
    if (set === undefined)
      throw new InversionError(
        'invalid-input',
        `The recipe refers to the ${attribute} token of a file with SHA-256 ${use.hash}, which is not at hand. Give the token file.`,
      );
    tokens[attribute] = { set, strength: use.strength };
  }
  return { tokens, words: recipe.words, ...(recipe.prompt === undefined ? {} : { prompt: recipe.prompt }) };
}
