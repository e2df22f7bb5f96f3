import type { RunAttempt, RunKind } from '@facet/base';
import { RUN_STATUSES, RUN_TRANSITIONS, type RunId, type RunStatus } from '@facet/contracts';
import { eq, inArray } from 'drizzle-orm';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError, named, notFound } from '../../errors.ts';
import type { inversion } from '../../schema/index.ts';
import { own } from '../rows/conditions.ts';
import { hasId, tableOf, type Run } from './run-table.ts';

/** Throws `not-found`. With `lock` nobody else changes the row until the transaction ends. */
export async function requireRun<Kind extends RunKind>(
  transaction: OrganizationTransaction,
  kind: Kind,
  id: RunId<Kind>,
  lock = false,
): Promise<Run<Kind>> {
  const table = tableOf(kind);
  const query = transaction.sql
    .select()
    .from(table)
    .where(own(transaction, table, hasId(kind, id)));
  const [row] = await (lock ? query.for('update') : query);
  if (!row) throw notFound(kind, id);
  return row as Run<Kind>;
}

/**
 * Moves a run to a state, if RUN_TRANSITIONS lets it. Two callers at once: one wins, the other gets `wrong-state`.
 */
export async function moveRun<Kind extends RunKind>(
  transaction: OrganizationTransaction,
  kind: Kind,
  id: RunId<Kind>,
  to: RunStatus,
  values: PgUpdateSetSource<typeof inversion> = {},
): Promise<Run<Kind>> {
  const table = tableOf(kind);
  const from = RUN_STATUSES.filter((status) => RUN_TRANSITIONS[status].includes(to));
  const [row] = await transaction.sql
    .update(table)
    .set({ ...values, status: to, updatedAt: new Date() })
    .where(own(transaction, table, hasId(kind, id), inArray(table.status, from)))
    .returning();
  if (!row) {
    const { status } = await requireRun(transaction, kind, id);
    throw new DatabaseError('wrong-state', `The ${named(kind, id)} is ${status}, so it cannot become ${to}.`);
  }
  return row as Run<Kind>;
}

const isAttempt = (transaction: OrganizationTransaction, kind: RunKind, { id, attempt }: RunAttempt<RunId>) =>
  own(transaction, tableOf(kind), hasId(kind, id), eq(tableOf(kind).attempt, attempt));

/**
 * Whether this attempt of a run is the one that counts; if so, it stays so until the transaction ends. It is not once the run
 * was queued again, and then whoever still works on it must write nothing.
 */
export async function holdsAttempt<Kind extends RunKind>(
  transaction: OrganizationTransaction,
  kind: Kind,
  run: RunAttempt<RunId<Kind>>,
): Promise<boolean> {
  const table = tableOf(kind);
  const held = await transaction.sql
    .select({ id: table.id })
    .from(table)
    .where(isAttempt(transaction, kind, run))
    .for('no key update');
  return held.length === 1;
}

/** Notes that the workflow of this attempt is started, so that the sweeper leaves it alone. */
export async function markRunStarted<Kind extends RunKind>(
  transaction: OrganizationTransaction,
  kind: Kind,
  run: RunAttempt<RunId<Kind>>,
): Promise<void> {
  const table = tableOf(kind);
  await transaction.sql
    .update(table)
    .set({ workflowStartedAt: new Date() })
    .where(isAttempt(transaction, kind, run));
}

/** Leaves a run whose workflow is gone to whoever starts what is not started, its place in the queue kept. */
export async function markRunUnstarted<Kind extends RunKind>(
  transaction: OrganizationTransaction,
  kind: Kind,
  run: RunAttempt<RunId<Kind>>,
): Promise<void> {
  await transaction.sql
    .update(tableOf(kind))
    .set({ workflowStartedAt: null })
    .where(isAttempt(transaction, kind, run));
}
