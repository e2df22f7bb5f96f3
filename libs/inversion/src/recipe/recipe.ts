import { ATTRIBUTES, type Attribute, SCHEDULERS } from '@facet/base';
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { InversionError } from '../errors.ts';
import { decodeTokenFile, encodeTokenFile, tokenSetHash } from '../files/token-file.ts';
import { withoutReport, type TokenSet } from '../tokens/token-set.ts';
import type { Composition } from './composition.ts';
import { tokenFor, type TokenUse } from './token-use.ts';

/** The key of the PNG text chunk that holds a recipe. */
export const RECIPE_KEYWORD = 'facet-recipe';

const tokenUseSchema = z.strictObject({
  /** `tokenSetHash` of the token set that the token was taken from. */
  hash: z.string(),
  /** What it is known by where the picture was drawn, if it is kept in a library. */
  id: z.string().exactOptional(),
  name: z.string().exactOptional(),
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
const recipeSchema = z
  .strictObject({
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
  })
  .refine(({ seeds, index }) => index < seeds.length, { path: ['index'], error: 'names none of the seeds' });

export type Recipe = z.infer<typeof recipeSchema>;
export type RecipeToken = z.infer<typeof tokenUseSchema>;

export type Sampling = Pick<
  Recipe,
  'negativePrompt' | 'seeds' | 'index' | 'steps' | 'guidance' | 'scheduler' | 'width' | 'height'
>;

/** The recipe of one picture of a composition. It names the tokens and does not hold them: see `withTokenData`. */
export function makeRecipe(
  model: { fingerprint: string; modelName: string },
  { tokens, words = {}, prompt }: Composition,
  sampling: Sampling,
): Recipe {
  const uses = ATTRIBUTES.flatMap((attribute) => {
    const use = tokens[attribute];
    if (use === undefined) return [];
    const { set, strength = 1, known } = use;
    return [[attribute, { hash: tokenSetHash(set), ...known, strength }]];
  });
  return {
    format: 'facet-recipe',
    formatVersion: 1,
    fingerprint: model.fingerprint,
    modelName: model.modelName,
    ...(prompt === undefined ? {} : { prompt }),
    tokens: Object.fromEntries(uses),
    words: Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined)),
    ...sampling,
  };
}

/**
 * The recipe with its tokens, so that it needs no token files to be made again, except those that hold differences of U-Net weights:
 * these are megabytes, so the recipe refers to them by hash. Whoever has such a recipe has the tokens.
 */
export function withTokenData(recipe: Recipe, tokens: Composition['tokens']): Recipe {
  const uses = ATTRIBUTES.flatMap((attribute) => {
    const use = recipe.tokens[attribute];
    const set = tokens[attribute]?.set;
    if (use === undefined) return [];
    return [
      [attribute, set === undefined || set.weights !== undefined ? use : { ...use, data: dataOf(set, attribute) }],
    ];
  });
  return { ...recipe, tokens: Object.fromEntries(uses) as Recipe['tokens'] };
}

const dataOf = (set: TokenSet, attribute: Attribute): string =>
  Buffer.from(encodeTokenFile({ ...withoutReport(set), tokens: [tokenFor(set, attribute)] })).toString('base64');

/** The recipe as it can be given to anybody: it names its tokens and does not hold them. */
export function withoutTokenData(recipe: Recipe): Recipe {
  const uses = Object.entries(recipe.tokens).map(([attribute, { data: _data, ...use }]) => [attribute, use]);
  return { ...recipe, tokens: Object.fromEntries(uses) as Recipe['tokens'] };
}

/**
 * What a token may be known by: the hash that the recipe names, of the file that it was taken from, and that of the token alone, if
 * the recipe holds it.
 */
export const hashesOf = ({ hash, data }: RecipeToken): string[] =>
  data === undefined ? [hash] : [hash, createHash('sha256').update(Buffer.from(data, 'base64')).digest('hex')];

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
      version === undefined
        ? `The recipe in ${origin} says no formatVersion, so it is none of Facet's.`
        : `The recipe in ${origin} has version ${String(version)}; this program reads version 1.`,
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
