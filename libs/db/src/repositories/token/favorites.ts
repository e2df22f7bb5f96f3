import type { TokenId } from '@facet/contracts';
import { eq } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError } from '../../errors.ts';
import { tokenFavorite } from '../../schema/index.ts';
import type { Actor } from '../account/actor.ts';
import { own } from '../rows/conditions.ts';
import { requireToken } from './tokens.ts';

/**
 * Notes that a user likes a token, own or granted, or likes it no more; all its versions are liked at once. Doing it again changes
 * nothing. Throws `not-found`, and `invalid-input` for an API key, which is nobody.
 */
export async function setFavorite(
  transaction: OrganizationTransaction,
  actor: Actor,
  id: TokenId,
  isFavorite: boolean,
): Promise<void> {
  if (actor.kind !== 'user')
    throw new DatabaseError('invalid-input', "Favorites are a user's own. Sign in to have some; an API key cannot.");
  const { organizationId, lineageId } = await requireToken(transaction, actor, id);
  const row = { organizationId: transaction.organizationId, userId: actor.id, lineageId };
  if (isFavorite)
    await transaction.sql
      .insert(tokenFavorite)
      .values({ ...row, tokenOrganizationId: organizationId })
      .onConflictDoNothing();
  else
    await transaction.sql
      .delete(tokenFavorite)
      .where(
        own(transaction, tokenFavorite, eq(tokenFavorite.userId, actor.id), eq(tokenFavorite.lineageId, lineageId)),
      );
}
