import type { RunAttempt, RunKind } from '@facet/base';
import type { RunId, RunStatus, UserId } from '@facet/contracts';
import { asc, eq, inArray, sql } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { quotaOf } from '../account/usage.ts';
import { own } from '../rows/conditions.ts';
import { tableOf } from './run-table.ts';
import { moveRun, requireRun } from './runs.ts';

/** What the person who answers for an organisation has at work in all of theirs. */
export interface PersonAtWork {
  readonly id: UserId;
  /** Asked while nobody else claims for this person. */
  count(): Promise<number>;
}

/** Of each kind, in all organisations of one person; more only where an operator lets one organisation have more. */
export const RUNNING_PER_PERSON = 4;

/**
 * Lets a run begin, if its organisation and the person who answers for it have fewer of its kind at work than they may; else the answer is `queued`, and the
 * workflow waits until it is called (`waitingRuns`), or asks again. A run that is at work already, or over, answers with its
 * state: a repeated activity is no second start.
 */
export async function claimRun<Kind extends RunKind>(
  transaction: OrganizationTransaction,
  kind: Kind,
  id: RunId<Kind>,
  person: PersonAtWork | null = null,
): Promise<RunStatus> {
  // One claim at a time, or two would both count the other's place as free.
  await transaction.sql.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`running/${kind}/${person?.id ?? transaction.organizationId}`}, 0))`,
  );
  const { status, startedAt } = await requireRun(transaction, kind, id, true);
  if (status !== 'queued') return status;
  if ((await freePlaces(transaction, kind)) <= 0) return 'queued';
  if (person && (await person.count()) >= Math.max(RUNNING_PER_PERSON, await placesOf(transaction, kind)))
    return 'queued';
  await moveRun(transaction, kind, id, 'running', { startedAt: startedAt ?? new Date() });
  return 'running';
}

export interface WaitingRuns<Kind extends RunKind = RunKind> {
  /** How many more may be at work. */
  readonly places: number;
  /** Those that are queued, the oldest first. */
  readonly runs: readonly RunAttempt<RunId<Kind>>[];
}

/** Whom to call when a run has ended: without a place for anybody, nobody. */
export async function waitingRuns<Kind extends RunKind>(
  transaction: OrganizationTransaction,
  kind: Kind,
  limit: number,
): Promise<WaitingRuns<Kind>> {
  const places = await freePlaces(transaction, kind);
  if (places <= 0) return { places: 0, runs: [] };
  const table = tableOf(kind);
  const runs = await transaction.sql
    .select({ id: table.id, attempt: table.attempt })
    .from(table)
    .where(own(transaction, table, eq(table.status, 'queued')))
    .orderBy(asc(table.createdAt), asc(table.id))
    .limit(limit);
  return { places, runs: runs as RunAttempt<RunId<Kind>>[] };
}

async function freePlaces(transaction: OrganizationTransaction, kind: RunKind): Promise<number> {
  const table = tableOf(kind);
  const atWork = await transaction.sql.$count(
    table,
    own(transaction, table, inArray(table.status, ['running', 'cancelling'])),
  );
  return (await placesOf(transaction, kind)) - atWork;
}

const placesOf = (transaction: OrganizationTransaction, kind: RunKind): Promise<number> =>
  quotaOf(transaction, `running_${kind}s`);
