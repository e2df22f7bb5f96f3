import { RUN_KINDS, type RunKind } from '@facet/base';
import { organizationPrefix, type OrganizationId, type RunId, type UserId } from '@facet/contracts';
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { OperationsTransaction } from '../../connection/transaction.ts';
import { invitation, organization, storageDeletion, user } from '../../schema/index.ts';
import { tableOf } from '../run/run-table.ts';

/** A run whose row is gone, and whose workflow is to go too. */
export interface OrphanedRun {
  readonly kind: RunKind;
  readonly id: RunId;
  readonly attempt: number;
}

/** Of uploads that were signed before, and of workers that write before they notice. */
const LATE_WRITES_SECONDS = 2 * 3600;
const LATE_FOLDERS = ['uploads/', 'images/', 'inversions/', 'compositions/', 'exports/'];

/**
 * Deletes a team with everything that it has, by cascade, and announces its objects. What others have copied of its tokens is theirs. The
 * answer is what was waiting or at work.
 */
export async function deleteOrganization(
  transaction: OperationsTransaction,
  organizationId: OrganizationId,
): Promise<OrphanedRun[]> {
  const { sql: queries } = transaction;
  // Nothing is begun in it from here on: a new row would have to hold the organisation's.
  await queries
    .select({ id: organization.id })
    .from(organization)
    .where(eq(organization.id, organizationId))
    .for('update');
  const runs: OrphanedRun[] = [];
  for (const kind of RUN_KINDS) {
    const table = tableOf(kind);
    const rows = await queries
      .select({ id: table.id, attempt: table.attempt })
      .from(table)
      .where(and(eq(table.organizationId, organizationId), inArray(table.status, ['queued', 'running', 'cancelling'])));
    runs.push(...rows.map((row) => Object.assign({ kind }, row)));
  }
  const prefix = organizationPrefix(organizationId);
  const later = new Date(Date.now() + LATE_WRITES_SECONDS * 1000);
  await queries
    .insert(storageDeletion)
    .values([
      { organizationId, key: prefix },
      ...LATE_FOLDERS.map((folder) => ({ organizationId, key: `${prefix}${folder}`, dueAt: later })),
    ])
    .onConflictDoNothing();
  await queries.execute(sql`set local statement_timeout = '10min'`);
  await queries.delete(organization).where(eq(organization.id, organizationId));
  return runs;
}

/** Deletes an account that is in no team any more, with the personal organisation. The answer is as that of `deleteOrganization`. */
export async function deleteUser(transaction: OperationsTransaction, userId: UserId): Promise<OrphanedRun[]> {
  const { sql: queries } = transaction;
  const personal = await queries
    .select({ id: organization.id })
    .from(organization)
    .where(eq(organization.personalUserId, userId));
  const runs = [];
  for (const { id } of personal) runs.push(...(await deleteOrganization(transaction, id)));
  const [row] = await queries.delete(user).where(eq(user.id, userId)).returning({ email: user.email });
  if (row) await queries.delete(invitation).where(eq(invitation.email, row.email));
  return runs;
}

/** A team of a user. */
export interface TeamOf {
  readonly id: OrganizationId;
  readonly name: string;
  /** Whether nobody else is an owner of it. */
  readonly isLastOwner: boolean;
  readonly members: number;
}

export const teamsOf = async ({ sql: queries }: OperationsTransaction, userId: UserId): Promise<TeamOf[]> => {
  const { rows } = await queries.execute<{ id: OrganizationId; name: string; last: boolean; members: number }>(sql`
    select o.id, o.name, count(*)::int as members,
      bool_or(m.user_id = ${userId} and m.role = 'owner') and not bool_or(m.user_id <> ${userId} and m.role = 'owner') as last
    from ${organization} o join auth.member m on m.organization_id = o.id
    where o.personal_user_id is null and o.id in (select organization_id from auth.member where user_id = ${userId})
    group by o.id, o.name order by lower(o.name), o.id`);
  return rows.map(({ last, ...row }) => Object.assign(row, { isLastOwner: last }));
};
