import type { RunAttempt, RunStatus } from '@facet/contracts';
import { asc, eq, inArray, sql } from 'drizzle-orm';
import type { OrganizationTransaction } from '../connection/transaction.ts';
import { own } from './page.ts';
import { columnsOf, moveRun, requireRun, type Run, type RunId, type RunKind } from './runs.ts';
import { quotaOf } from './usage.ts';

/**
 * Lets a run begin, if its organisation has fewer of its kind at work than it may; else the answer is `queued`, and the
 * workflow waits until it is called (`waitingRuns`), or asks again. A run that is at work already, or over, answers with its
 * state: a repeated activity is no second start.
 */
export async function claimRun<Row extends Run>(
  transaction: OrganizationTransaction,
  kind: RunKind<Row>,
  id: RunId,
): Promise<RunStatus> {
  // One claim at a time per organisation, or two would both count the other's place as free.
  await transaction.sql.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`running/${kind.kind}/${transaction.organizationId}`}, 0))`,
  );
  const { status, startedAt } = await requireRun(transaction, kind, id, true);
  if (status !== 'queued') return status;
  if ((await freePlaces(transaction, kind)) <= 0) return 'queued';
  await moveRun(transaction, kind, id, 'running', { startedAt: startedAt ?? new Date() });
  return 'running';
}

export interface WaitingRuns<Row extends Run> {
  /** How many more may be at work. */
  readonly places: number;
  /** Those that are queued, the oldest first. */
  readonly runs: readonly RunAttempt<Row['id']>[];
}

/** Whom to call when a run has ended: without a place for anybody, nobody. */
export async function waitingRuns<Row extends Run>(
  transaction: OrganizationTransaction,
  kind: RunKind<Row>,
  limit: number,
): Promise<WaitingRuns<Row>> {
  const places = await freePlaces(transaction, kind);
  if (places <= 0) return { places: 0, runs: [] };
  const table = columnsOf(kind);
  const runs = await transaction.sql
    .select({ id: table.id, attempt: table.attempt })
    .from(table)
    .where(own(transaction, table, eq(table.status, 'queued')))
    .orderBy(asc(table.createdAt), asc(table.id))
    .limit(limit);
  return { places, runs };
}

async function freePlaces<Row extends Run>(transaction: OrganizationTransaction, kind: RunKind<Row>): Promise<number> {
  const table = columnsOf(kind);
  const atWork = await transaction.sql.$count(
    table,
    own(transaction, table, inArray(table.status, ['running', 'cancelling'])),
  );
  return (await quotaOf(transaction, `running_${kind.kind}s`)) - atWork;
}
