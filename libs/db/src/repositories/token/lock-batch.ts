import type { LibraryId, TokenId } from '@facet/contracts';
import { asc, eq, inArray } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError, notFound } from '../../errors.ts';
import { attributeToken, library } from '../../schema/index.ts';
import type { Actor } from '../account/actor.ts';
import { visibleLibraries } from '../library/visible-libraries.ts';
import { own } from '../rows/conditions.ts';
import { isGranted } from './lock-lineage.ts';
import { getTokens, rowColumns, sortName, type TokenRow } from './tokens.ts';

/** Tokens at once: what a person selects, and no more than a page shows. */
export const MAX_BATCH = 100;

/** How one token of a batch went. What is wrong with one leaves the others alone. */
export interface BatchItem {
  /** As it was asked for. */
  readonly id: TokenId;
  /** `not-found`, `name-taken`, `in-use` or `invalid-input`; absent where all went well. */
  readonly error?: DatabaseError;
}

/** The newest version of a token, locked, with its name as the database compares names. */
export interface LockedToken extends TokenRow {
  readonly sortName: string;
}

/** Throws `invalid-input` for too many at once. */
export function checkBatch(ids: readonly TokenId[]): void {
  if (ids.length > MAX_BATCH)
    throw new DatabaseError('invalid-input', `${ids.length} tokens are more than ${MAX_BATCH}, the most at once.`);
}

/**
 * Locks the libraries of these tokens, and `into`, then their newest versions, each in the order of ids, so that two batches at once wait
 * for one another and for nothing else. By the ids that were asked for: the token, or why it cannot be written.
 */
export async function lockBatch(
  transaction: OrganizationTransaction,
  actor: Actor,
  ids: readonly TokenId[],
  into?: LibraryId,
): Promise<Map<TokenId, LockedToken | DatabaseError>> {
  checkBatch(ids);
  const { organizationId, sql: queries } = transaction;
  const found = await getTokens(transaction, actor, ids);
  const writable = found.filter((token) => token.organizationId === organizationId);
  const libraryIds = [
    ...new Set([...writable.map(({ libraryId }) => libraryId), ...(into === undefined ? [] : [into])]),
  ];
  const libraries = await queries
    .select({ id: library.id })
    .from(library)
    .where(own(transaction, library, inArray(library.id, libraryIds), visibleLibraries(actor)))
    .orderBy(asc(library.id))
    .for('no key update');
  if (into !== undefined && !libraries.some(({ id }) => id === into)) throw notFound('library', into);
  const latest = await queries
    .select({ ...rowColumns, sortName })
    .from(attributeToken)
    .where(
      own(
        transaction,
        attributeToken,
        inArray(
          attributeToken.lineageId,
          writable.map(({ lineageId }) => lineageId),
        ),
        eq(attributeToken.isLatest, true),
      ),
    )
    .orderBy(asc(attributeToken.id))
    .for('update');
  const resolve = (id: TokenId): LockedToken | DatabaseError => {
    const version = found.find((token) => token.id === id);
    if (version && version.organizationId !== organizationId) return isGranted(id);
    return latest.find(({ lineageId }) => lineageId === version?.lineageId) ?? notFound('token', id);
  };
  return new Map(ids.map((id) => [id, resolve(id)]));
}
