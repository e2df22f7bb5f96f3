import type { UserId } from '@facet/contracts';
import { and, eq } from 'drizzle-orm';
import type { OperationsTransaction } from '../../connection/transaction.ts';
import { apikey, invitation, session, user } from '../../schema/index.ts';

/**
 * Ends all that somebody may have left behind who had this account before, or its password: sessions, API keys, invitations that
 * nobody has answered. An owner of the organisation can take a key over.
 */
export async function endAccess(transaction: OperationsTransaction, userId: UserId): Promise<void> {
  await transaction.sql.delete(session).where(eq(session.userId, userId));
  await endKeysAndInvitations(transaction, userId);
}

/** The same, without the sessions. */
export async function endKeysAndInvitations({ sql: queries }: OperationsTransaction, userId: UserId): Promise<void> {
  await queries.update(apikey).set({ createdBy: null }).where(eq(apikey.createdBy, userId));
  await queries
    .update(invitation)
    .set({ status: 'canceled' })
    .where(and(eq(invitation.inviterId, userId), eq(invitation.status, 'pending')));
}

/** Somebody has shown that the address of this account is theirs. */
export async function proveAddress({ sql: queries }: OperationsTransaction, userId: UserId): Promise<void> {
  await queries.update(user).set({ emailVerified: true }).where(eq(user.id, userId));
}
