import type { OutputId } from '@facet/contracts';
import { withoutTokens, type Output } from '@facet/db';
import { readPngRecipe, withoutTokenData, withPngRecipe } from '@facet/inversion/recipes';
import { StorageError } from '@facet/storage';
import { createHash } from 'node:crypto';
import PQueue from 'p-queue';
import { inOrganization, type Context } from '../graphql/context.ts';

/** The most that a stored picture has: a drawn one is a few megabytes. */
export const MAX_OUTPUT_BYTES = 128 * 1024 ** 2;

/** Each is held as a file, twice. */
const queue = new PQueue({ concurrency: 2 });

/**
 * Makes sure that the stored file of a picture holds no tokens. Workers of before put them into the recipe, and whoever has such a
 * file keeps them after their grant has ended. It is written anew under its key, the first time that somebody asks for it.
 */
export async function assertNoTokens(context: Context, { id, storageKey, holdsTokens }: Output): Promise<void> {
  if (!holdsTokens) return;
  const { store } = context.services;
  await queue.add(async () => {
    const png = await store.getBytes(storageKey, MAX_OUTPUT_BYTES).catch(unlessGone);
    if (png === undefined) return;
    const plain = plainFile(png, id);
    await store.put(storageKey, plain, plain.length);
    const file = { bytes: plain.length, sha256: createHash('sha256').update(plain).digest('hex') };
    await inOrganization(context, (transaction) => withoutTokens(transaction, id, file));
  });
}

/** The file without tokens in its recipe, which it may have from workers of before. */
export function plainFile(png: Uint8Array, id: OutputId): Uint8Array {
  const origin = `the picture ${id}`;
  const recipe = readPngRecipe(png, origin);
  return recipe === undefined ? png : withPngRecipe(png, withoutTokenData(recipe), origin);
}

/** What is not there holds nothing; whoever asks for the file is told. */
function unlessGone(error: unknown): undefined {
  if (error instanceof StorageError && error.code === 'not-found') return undefined;
  throw error;
}
