import type { OrganizationId, UserId } from '@facet/contracts';
import { and, eq, lte, sql } from 'drizzle-orm';
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

/** What nobody has answered in time makes room for a new one to the same address. */
export async function endExpiredInvitations(
  { sql: queries }: OperationsTransaction,
  organizationId: OrganizationId,
  email: string,
): Promise<void> {
  await queries
    .update(invitation)
    .set({ status: 'canceled' })
    .where(
      and(
        eq(invitation.organizationId, organizationId),
        eq(invitation.email, email.toLowerCase()),
        eq(invitation.status, 'pending'),
        lte(invitation.expiresAt, sql`now()`),
      ),
    );
}

/** Somebody has shown that the address of this account is theirs. */
export async function proveAddress({ sql: queries }: OperationsTransaction, userId: UserId): Promise<void> {
  await queries.update(user).set({ emailVerified: true }).where(eq(user.id, userId));
}
