import type { TokenId } from '@facet/contracts';
import { eq } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError, named, notFound } from '../../errors.ts';
import { attributeToken } from '../../schema/index.ts';
import type { Actor } from '../account/actor.ts';
import { requireOwnLibrary } from '../library/libraries.ts';
import { own } from '../rows/conditions.ts';
import { requireToken, rowColumns, type TokenRow } from './tokens.ts';

/** The newest version of an own token, locked, so that one writer at a time changes its versions. Throws `not-found`. */
export async function lockLineage(transaction: OrganizationTransaction, actor: Actor, id: TokenId): Promise<TokenRow> {
  const { organizationId, libraryId, lineageId } = await requireToken(transaction, actor, id);
  if (organizationId !== transaction.organizationId) throw isGranted(id);
  // Whoever changes a library's tokens holds its row.
  await requireOwnLibrary(transaction, actor, libraryId);
  const [latest] = await transaction.sql
    .select(rowColumns)
    .from(attributeToken)
    .where(own(transaction, attributeToken, eq(attributeToken.lineageId, lineageId), eq(attributeToken.isLatest, true)))
    .for('update');
  if (!latest) throw notFound('token', id);
  return latest;
}

/** What is granted is not written, and a copy can be. */
export const isGranted = (id: TokenId): DatabaseError =>
  new DatabaseError(
    'not-found',
    `The ${named('token', id)} is granted to you to read. Copy it into a library of yours.`,
  );
