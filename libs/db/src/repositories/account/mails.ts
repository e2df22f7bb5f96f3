import type { MailId, MailKind } from '@facet/contracts';
import { and, asc, eq, inArray, lte, ne, sql } from 'drizzle-orm';
import type { OperationsTransaction } from '../../connection/transaction.ts';
import { invitation, mail } from '../../schema/index.ts';

export interface NewMail {
  readonly id: MailId;
  readonly kind: MailKind;
  readonly sealed: string;
  /** The invitation that it is about. */
  readonly invitationId?: string | undefined;
  /** How long its link is good. */
  readonly lifetimeSeconds: number;
}

export interface DueMail {
  readonly id: MailId;
  readonly kind: MailKind;
  readonly sealed: string;
  /** This one included. */
  readonly attempts: number;
  /** Whether its link is still good when it would be tried the next time. */
  readonly hasNext: boolean;
}

/** Puts an e-mail into the queue, in place of what still waits of the same invitation. */
export async function queueMail(
  { sql: queries }: OperationsTransaction,
  { lifetimeSeconds, invitationId, ...values }: NewMail,
): Promise<void> {
  if (invitationId !== undefined) {
    await queries.delete(mail).where(eq(mail.invitationId, invitationId));
    await queries.update(invitation).set({ delivery: 'waiting' }).where(eq(invitation.id, invitationId));
  }
  const expiresAt = sql`now() + make_interval(secs => ${lifetimeSeconds})`;
  await queries.insert(mail).values({ ...values, invitationId: invitationId ?? null, expiresAt });
}

/**
 * E-mails whose time has come, the oldest first. Whoever takes one has it until its next attempt: a process that dies with it leaves it to the
 * others. Those of invitations that nobody can accept any more are forgotten.
 *
 * @param retrySeconds after the first attempt, the second and so on; the last one is repeated
 */
export async function takeMails(
  { sql: queries }: OperationsTransaction,
  retrySeconds: readonly number[],
  limit: number,
): Promise<DueMail[]> {
  await queries
    .delete(mail)
    .where(
      and(
        eq(mail.status, 'waiting'),
        inArray(
          mail.invitationId,
          queries.select({ id: invitation.id }).from(invitation).where(ne(invitation.status, 'pending')),
        ),
      ),
    );
  const due = queries
    .select({ id: mail.id })
    .from(mail)
    .where(and(eq(mail.status, 'waiting'), lte(mail.nextAttemptAt, sql`now()`)))
    .orderBy(asc(mail.nextAttemptAt))
    .limit(limit)
    .for('update', { skipLocked: true });
  const seconds = sql.raw(`array[${retrySeconds.map(Number).join(', ')}]`);
  const wait = sql`(${seconds})[least(${mail.attempts} + 1, ${retrySeconds.length})]`;
  const rows = await queries
    .update(mail)
    .set({ attempts: sql`${mail.attempts} + 1`, nextAttemptAt: sql`now() + make_interval(secs => ${wait})` })
    .where(inArray(mail.id, due))
    .returning({
      id: mail.id,
      kind: mail.kind,
      sealed: mail.sealed,
      attempts: mail.attempts,
      hasNext: sql<boolean>`${mail.nextAttemptAt} < ${mail.expiresAt}`,
    });
  return rows as DueMail[];
}

/** A server has taken it. */
export async function settleSent({ sql: queries }: OperationsTransaction, id: MailId): Promise<void> {
  const [row] = await queries.delete(mail).where(eq(mail.id, id)).returning({ invitationId: mail.invitationId });
  if (row?.invitationId) await noteDelivery(queries, row.invitationId, 'sent');
}

/** It could not be sent; once it is given up, what it says is forgotten. */
export async function settleFailed(
  { sql: queries }: OperationsTransaction,
  id: MailId,
  lastError: string,
  isGivenUp: boolean,
): Promise<void> {
  const [row] = await queries
    .update(mail)
    .set({ lastError, ...(isGivenUp ? { status: 'failed', sealed: null } : {}) })
    .where(eq(mail.id, id))
    .returning({ invitationId: mail.invitationId });
  if (isGivenUp && row?.invitationId) await noteDelivery(queries, row.invitationId, 'failed');
}

const noteDelivery = (
  queries: OperationsTransaction['sql'],
  invitationId: string,
  delivery: (typeof invitation.$inferSelect)['delivery'],
): Promise<unknown> => queries.update(invitation).set({ delivery }).where(eq(invitation.id, invitationId));

/** How many wait, and how many were given up of late. */
export async function countMails({
  sql: queries,
}: OperationsTransaction): Promise<Record<'waiting' | 'failed', number>> {
  const rows = await queries
    .select({ status: mail.status, count: sql<number>`count(*)::int` })
    .from(mail)
    .groupBy(mail.status);
  const of = (status: 'waiting' | 'failed'): number => rows.find((row) => row.status === status)?.count ?? 0;
  return { waiting: of('waiting'), failed: of('failed') };
}
