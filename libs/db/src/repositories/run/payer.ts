import type { RunAttempt, RunKind } from '@facet/base';
import type { OrganizationId, RunId, UserId } from '@facet/contracts';
import { sql, type SQLWrapper } from 'drizzle-orm';
import type { OperationsTransaction } from '../../connection/transaction.ts';
import { tableOf } from './run-table.ts';

/**
 * Who answers for what an organisation has done: whoever has owned it longest. Organisations are free to make, so turns and places are
 * counted by this person over all of theirs.
 */
const payerOf = (organizationId: SQLWrapper) => sql<UserId | null>`(
  select m.user_id from auth.member m where m.organization_id = ${organizationId} and m.role = 'owner'
  order by m.created_at, m.id limit 1)`;

/** Of the run's organisation, in a statement on its table. Drizzle leaves a column's table out where it takes it for clear, so it is written out. */
export const payerOfRow = (table: ReturnType<typeof tableOf>) => payerOf(sql`${table}.organization_id`);

/** Null for an organisation without an owner, which is about to go. */
export async function findPayer(
  { sql: queries }: OperationsTransaction,
  organizationId: OrganizationId,
): Promise<UserId | null> {
  const { rows } = await queries.execute<{ payer: UserId | null }>(
    sql`select ${payerOf(sql`${organizationId}::uuid`)} as payer`,
  );
  return rows[0]!.payer;
}

/** How many runs of a kind are at work in all organisations that this user answers for. */
export async function countAtWork(
  { sql: queries }: OperationsTransaction,
  kind: RunKind,
  payer: UserId,
): Promise<number> {
  const table = tableOf(kind);
  const { rows } = await queries.execute<{ count: number }>(sql`
    select count(*)::int as count from ${table}
    where ${table.status} in ('running', 'cancelling') and ${payerOfRow(table)} = ${payer}`);
  return rows[0]!.count;
}

/** The oldest queued runs of a kind in the other organisations that this user answers for. */
export async function waitingElsewhere<Kind extends RunKind>(
  { sql: queries }: OperationsTransaction,
  kind: Kind,
  payer: UserId,
  organizationId: OrganizationId,
  limit: number,
): Promise<RunAttempt<RunId<Kind>>[]> {
  const table = tableOf(kind);
  const { rows } = await queries.execute<{ id: RunId<Kind>; attempt: number }>(sql`
    select ${table.id}, ${table.attempt} from ${table}
    where ${table.status} = 'queued' and ${table.organizationId} <> ${organizationId}
      and ${payerOfRow(table)} = ${payer}
    order by ${table.createdAt}, ${table.id} limit ${limit}`);
  return rows;
}
