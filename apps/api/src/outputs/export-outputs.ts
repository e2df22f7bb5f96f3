import type { Attribute } from '@facet/base';
import { exportKey, type OutputId } from '@facet/contracts';
import {
  deleteStored,
  getOutputs,
  getSlots,
  getTokenContents,
  recordAudit,
  vectorsOf,
  type Actor,
  type CompositionSlot,
  type OrganizationTransaction,
  type Output,
  type TokenContent,
} from '@facet/db';
import { pixelsOnly } from '@facet/intake';
import { tokenSetOf, type TokenSet } from '@facet/inversion/files';
import { readPngRecipe, withPngRecipe, withTokenData } from '@facet/inversion/recipes';
import type { SignedDownload } from '@facet/storage';
import { randomBytes } from 'node:crypto';
import { signExport } from '../downloads.ts';
import { DOWNLOAD_SECONDS } from '../steady-addresses.ts';
import { NotFoundError, RecipeIncompleteError, type MissingToken } from '../errors.ts';
import { inOrganization, viewerOf, type Context } from '../graphql/context.ts';
import { assertNoTokens, MAX_OUTPUT_BYTES } from './plain-file.ts';

/** What a picture says of itself. */
export const PICTURE_METADATA = ['none', 'recipe', 'recipe_with_tokens'] as const;
export type PictureMetadata = (typeof PICTURE_METADATA)[number];

export interface OutputFile {
  readonly name: string;
  readonly output: Output;
  readonly file: SignedDownload;
}

type Tokens = Partial<Record<Attribute, { readonly set: TokenSet }>>;

/**
 * Writes pictures as files of their own, which are there for as long as their addresses. Tokens are put into recipes here and nowhere
 * else, out of the database, so they are what the viewer may read at this moment; the log says who took them.
 * Throws `NotFoundError`, and `RecipeIncompleteError` for a picture with a token that the viewer may not read.
 */
export async function exportOutputs(
  context: Context,
  ids: readonly OutputId[],
  metadata: PictureMetadata,
): Promise<OutputFile[]> {
  const { organizationId } = viewerOf(context);
  const secret = randomBytes(16).toString('hex');
  const keyOf = (index: number): string => exportKey(organizationId, secret, index, 'png');
  const { outputs, tokens } = await inOrganization(context, async (transaction, { actor }) => {
    const rows = await getOutputs(transaction, ids);
    const chosen = ids.map((id) => {
      const found = rows.find((row) => row.id === id);
      if (!found) throw new NotFoundError();
      return found;
    });
    const goneAt = new Date(Date.now() + DOWNLOAD_SECONDS * 1000);
    await deleteStored(
      transaction,
      chosen.map((_, index) => keyOf(index)),
      goneAt,
    );
    for (const subjectId of ids) {
      const subject = { subjectKind: 'output', subjectId, detail: { metadata } };
      await recordAudit(transaction, actor, { action: 'output.export', ...subject });
    }
    return {
      outputs: chosen,
      tokens: metadata === 'recipe_with_tokens' ? await takeTokens(transaction, actor, chosen) : undefined,
    };
  });
  const files: OutputFile[] = [];
  for (const [index, output] of outputs.entries()) {
    await assertNoTokens(context, output);
    const png = await context.services.store.getBytes(output.storageKey, MAX_OUTPUT_BYTES);
    const written = metadata === 'none' ? pixelsOnly(png) : withTokens(png, output, tokens?.get(output.compositionId));
    await context.services.store.put(keyOf(index), written, written.length);
    const name = nameOf(output, outputs.slice(0, index));
    files.push({ name, output, file: await signExport(context, keyOf(index), name) });
  }
  return files;
}

/** The tokens of each composition, as whoever takes them may read them now; it is noted that they were taken. */
async function takeTokens(
  transaction: OrganizationTransaction,
  actor: Actor,
  outputs: readonly Output[],
): Promise<Map<string, Tokens>> {
  const slots = await getSlots(transaction, [...new Set(outputs.map(({ compositionId }) => compositionId))]);
  const ids = new Set(slots.map(({ tokenId }) => tokenId).filter((id) => id !== null));
  const contents = await getTokenContents(transaction, actor, [...ids]);
  const contentOf = ({ tokenId }: CompositionSlot) => contents.find(({ id }) => id === tokenId);
  const missing = slots.filter((slot) => contentOf(slot) === undefined).map(missingOf);
  if (missing.length > 0)
    throw new RecipeIncompleteError(missing, 'Take the picture with its recipe, which names them, or without.');
  for (const { id: subjectId } of contents) {
    const subject = { subjectKind: 'token', subjectId, detail: { format: 'picture' } };
    await recordAudit(transaction, actor, { action: 'token.export', ...subject });
  }
  const tokens = new Map<string, Tokens>();
  for (const slot of slots) {
    const set = setOf(contentOf(slot)!);
    tokens.set(slot.compositionId, { ...tokens.get(slot.compositionId), [slot.attribute]: { set } });
  }
  return tokens;
}

const missingOf = ({ attribute, tokenName }: CompositionSlot): MissingToken => ({ attribute, tokenName, hash: null });

/** As the worker has it that composes with it. */
const setOf = (token: TokenContent): TokenSet =>
  tokenSetOf([{ ...token, vectors: vectorsOf(token), leakReport: null }]);

function withTokens(png: Uint8Array, { id }: Output, tokens: Tokens | undefined): Uint8Array {
  const origin = `the picture ${id}`;
  const recipe = tokens && readPngRecipe(png, origin);
  return recipe ? withPngRecipe(png, withTokenData(recipe, tokens), origin) : png;
}

/** Pictures of several compositions may have one seed; the second becomes `seed-<n>-2`. */
function nameOf({ seed }: Output, before: readonly Output[]): string {
  const count = before.filter((output) => output.seed === seed).length;
  return `seed-${seed}${count === 0 ? '' : `-${count + 1}`}.png`;
}
