import { newId, type LibraryId, type TokenId } from '@facet/contracts';
import { eq, inArray } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError, notFound } from '../../errors.ts';
import { attributeToken } from '../../schema/index.ts';
import type { Actor } from '../account/actor.ts';
import { requireOwnLibrary } from '../library/libraries.ts';
import { own } from '../rows/conditions.ts';
import { deleteTokenRows } from '../rows/delete-token-rows.ts';
import { copyOf } from './copy-token.ts';
import { inUse, usesOf } from './delete-token.ts';
import { checkBatch, lockBatch, type BatchItem, type LockedToken } from './lock-batch.ts';
import { checkTagCount, normalTags } from './normal-tags.ts';
import { getTokenContents, sortName, type TokenRow } from './tokens.ts';
import { insertTokens, type TokenRowToBe } from './write-tokens.ts';

/**
 * Moves tokens, with all their versions, into a library of the organisation. An answer for each id, in their order: `not-found`, also for
 * granted ones, or `name-taken`. Throws `not-found` for the library.
 */
export async function moveTokens(
  transaction: OrganizationTransaction,
  actor: Actor,
  ids: readonly TokenId[],
  libraryId: LibraryId,
): Promise<BatchItem[]> {
  const batch = await lockBatch(transaction, actor, ids, libraryId);
  const names = await namesIn(transaction, libraryId);
  const moving = new Map<TokenId, LockedToken>();
  const items = [...batch].map(([id, token]): BatchItem => {
    if (token instanceof DatabaseError) return { id, error: token };
    if (token.libraryId === libraryId || moving.has(token.lineageId)) return { id };
    const error = names.take(token, token.sortName);
    if (error) return { id, error };
    moving.set(token.lineageId, token);
    return { id };
  });
  await update(transaction, [...moving.keys()], { libraryId });
  return items;
}

export interface CopiedToken extends BatchItem {
  readonly copyId?: TokenId;
}

/**
 * Copies tokens that the actor may read, also granted ones, into a library of the organisation, each as a first version under its own
 * name. Answers and throws as `moveTokens`.
 */
export async function copyTokens(
  transaction: OrganizationTransaction,
  actor: Actor,
  ids: readonly TokenId[],
  libraryId: LibraryId,
): Promise<CopiedToken[]> {
  checkBatch(ids);
  await requireOwnLibrary(transaction, actor, libraryId);
  const contents = new Map((await getTokenContents(transaction, actor, ids)).map((token) => [token.id, token]));
  const names = await namesIn(transaction, libraryId);
  const rows: TokenRowToBe[] = [];
  const items = [...new Set(ids)].map((id): CopiedToken => {
    const token = contents.get(id);
    if (!token) return { id, error: notFound('token', id) };
    const error = names.take(token, token.sortName);
    if (error) return { id, error };
    const copyId = newId<TokenId>();
    rows.push({ id: copyId, ...copyOf(transaction, token) });
    return { id, copyId };
  });
  if (rows.length > 0) await insertTokens(transaction, actor, libraryId, rows);
  return items;
}

/**
 * Deletes tokens with all their versions, as `deleteToken` does each of them. An answer for each id, in their order: `not-found`, also for
 * granted ones, or `in-use`, unless `evenInUse`.
 */
export async function deleteTokens(
  transaction: OrganizationTransaction,
  actor: Actor,
  ids: readonly TokenId[],
  { evenInUse = false }: { readonly evenInUse?: boolean } = {},
): Promise<BatchItem[]> {
  const batch = await lockBatch(transaction, actor, ids);
  const lineageIds = [...batch.values()].flatMap((token) => (token instanceof DatabaseError ? [] : [token.lineageId]));
  const uses = evenInUse ? new Map() : await usesOf(transaction, lineageIds);
  const items = [...batch].map(([id, token]): BatchItem => {
    const error = token instanceof DatabaseError ? token : inUse(token, uses.get(token.lineageId));
    return error ? { id, error } : { id };
  });
  const gone = lineageIds.filter((id) => !uses.has(id));
  if (gone.length > 0) await deleteTokenRows(transaction, inArray(attributeToken.lineageId, gone));
  return items;
}

/**
 * Adds tags to tokens and takes others off, `remove` after `add`. An answer for each id, in their order: `not-found`, also for granted
 * ones, or `invalid-input` for one that would have too many. Throws `invalid-input` for a text that is no tag.
 */
export async function tagTokens(
  transaction: OrganizationTransaction,
  actor: Actor,
  ids: readonly TokenId[],
  change: { readonly add?: readonly string[] | undefined; readonly remove?: readonly string[] | undefined },
): Promise<BatchItem[]> {
  const [add, remove] = [normalTags(change.add ?? []), new Set(normalTags(change.remove ?? []))];
  const batch = await lockBatch(transaction, actor, ids);
  /** Lineages by the tags that they get: most tokens of a batch have the same ones. */
  const byTags = new Map<string, TokenId[]>();
  const items = [...batch].map(([id, token]): BatchItem => {
    if (token instanceof DatabaseError) return { id, error: token };
    const tags = normalTags([...token.tags, ...add]).filter((tag) => !remove.has(tag));
    try {
      checkTagCount(tags);
    } catch (error) {
      return { id, error: error as DatabaseError };
    }
    const key = JSON.stringify(tags);
    byTags.set(key, [...(byTags.get(key) ?? []), token.lineageId]);
    return { id };
  });
  for (const [tags, lineageIds] of byTags)
    await update(transaction, lineageIds, { tags: JSON.parse(tags) as string[] });
  return items;
}

async function update(
  transaction: OrganizationTransaction,
  lineageIds: readonly TokenId[],
  values: Partial<Pick<TokenRow, 'libraryId' | 'tags'>>,
): Promise<void> {
  if (lineageIds.length === 0) return;
  await transaction.sql
    .update(attributeToken)
    .set(values)
    .where(own(transaction, attributeToken, inArray(attributeToken.lineageId, [...lineageIds])));
}

/** The names of a library that the caller holds, so that nobody takes one meanwhile. */
async function namesIn(transaction: OrganizationTransaction, libraryId: LibraryId) {
  const rows = await transaction.sql
    .select({ attribute: attributeToken.attribute, name: sortName })
    .from(attributeToken)
    .where(
      own(transaction, attributeToken, eq(attributeToken.libraryId, libraryId), eq(attributeToken.isLatest, true)),
    );
  const taken = new Set(rows.map(({ attribute, name }) => `${attribute} ${name}`));
  return {
    /** Takes the name for a token, or says that it has been taken. */
    take({ attribute, name }: Pick<TokenRow, 'attribute' | 'name'>, lower: string): DatabaseError | undefined {
      const key = `${attribute} ${lower}`;
      if (taken.has(key))
        return new DatabaseError(
          'name-taken',
          `The library has a ${attribute} token ${JSON.stringify(name)} already. Rename one of them first.`,
        );
      taken.add(key);
      return undefined;
    },
  };
}
