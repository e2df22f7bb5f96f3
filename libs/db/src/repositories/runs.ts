import {
  RUN_STATUSES,
  RUN_TRANSITIONS,
  type CompositionId,
  type InversionId,
  type RunAttempt,
  type RunErrorCode,
  type RunStatus,
} from '@facet/contracts';
import { eq, inArray, sql } from 'drizzle-orm';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import type { OrganizationTransaction } from '../connection/transaction.ts';
import { DatabaseError, notFound } from '../errors.ts';
import type { composition, inversion } from '../schema/index.ts';
import { own } from './page.ts';
import { queueDeliveries } from './webhook-deliveries.ts';

export type Inversion = typeof inversion.$inferSelect;
export type Composition = typeof composition.$inferSelect;

/** What inversions and compositions have in common, so that their states change by the same code. */
export interface RunKind<Row> {
  readonly kind: 'inversion' | 'composition';
  readonly table: typeof inversion | typeof composition;
  /** Tells who watches, through NOTIFY. */
  readonly announce: (transaction: OrganizationTransaction, row: Row) => Promise<void>;
}

export type Run = Inversion | Composition;
export type RunId = InversionId | CompositionId;

/** The columns that both tables have; the type of one stands for both. */
export const columnsOf = ({ table }: RunKind<never>): typeof inversion => table as typeof inversion;

export async function requireRun<Row extends Run>(
  transaction: OrganizationTransaction,
  kind: RunKind<Row>,
  id: RunId,
  lock = false,
): Promise<Row> {
  const table = columnsOf(kind);
  const query = transaction.sql
    .select()
    .from(table)
    .where(own(transaction, table, eq(table.id, id as InversionId)));
  const [row] = await (lock ? query.for('update') : query);
  if (!row) throw notFound(kind.kind, id);
  return row as Row;
}

/**
 * Moves a run to a state, if RUN_TRANSITIONS lets it, and announces it. Two callers at once: one wins, the other gets
 * `wrong-state`.
 */
export async function moveRun<Row extends Run>(
  transaction: OrganizationTransaction,
  kind: RunKind<Row>,
  id: RunId,
  to: RunStatus,
  values: PgUpdateSetSource<typeof inversion> = {},
): Promise<Row> {
  const table = columnsOf(kind);
  const from = RUN_STATUSES.filter((status) => RUN_TRANSITIONS[status].includes(to));
  const [row] = await transaction.sql
    .update(table)
    .set({ ...values, status: to, updatedAt: new Date() })
    .where(own(transaction, table, eq(table.id, id as InversionId), inArray(table.status, from)))
    .returning();
  if (!row) {
    const { status } = await requireRun(transaction, kind, id);
    throw new DatabaseError('wrong-state', `The ${kind.kind} ${id} is ${status}, so it cannot become ${to}.`);
  }
  await kind.announce(transaction, row as Row);
  return row as Row;
}

const isAttempt = (transaction: OrganizationTransaction, table: typeof inversion, run: RunAttempt<RunId>) =>
  own(transaction, table, eq(table.id, run.id as InversionId), eq(table.attempt, run.attempt));

/**
 * Whether this attempt of a run is the one that counts; if so, it stays so until the transaction ends. It is not once the run
 * was queued again, and then whoever still works on it must write nothing.
 */
export async function holdsAttempt<Row extends Run>(
  transaction: OrganizationTransaction,
  kind: RunKind<Row>,
  run: RunAttempt<RunId>,
): Promise<boolean> {
  const table = columnsOf(kind);
  const held = await transaction.sql
    .select({ id: table.id })
    .from(table)
    .where(isAttempt(transaction, table, run))
    .for('no key update');
  return held.length === 1;
}

/** Notes that the workflow of this attempt is started, so that the sweeper leaves it alone. */
export async function markRunStarted<Row extends Run>(
  transaction: OrganizationTransaction,
  kind: RunKind<Row>,
  run: RunAttempt<RunId>,
): Promise<void> {
  const table = columnsOf(kind);
  await transaction.sql
    .update(table)
    .set({ workflowStartedAt: new Date() })
    .where(isAttempt(transaction, table, run));
}

/**
 * Asks a run to stop. One that is queued is cancelled at once; one at work becomes `cancelling`, and its worker makes it
 * `cancelled`. Asking again changes nothing. Throws `wrong-state` for one that has finished or failed.
 */
export async function cancelRun<Row extends Run>(
  transaction: OrganizationTransaction,
  kind: RunKind<Row>,
  id: RunId,
): Promise<Row> {
  const row = await requireRun(transaction, kind, id, true);
  if (row.status === 'cancelling' || row.status === 'cancelled') return row;
  if (row.status === 'queued') return endCancelled(transaction, kind, id);
  return moveRun(transaction, kind, id, 'cancelling');
}

/** The worker has stopped. */
export async function endCancelled<Row extends Run>(
  transaction: OrganizationTransaction,
  kind: RunKind<Row>,
  id: RunId,
): Promise<Row> {
  const before = await requireRun(transaction, kind, id, true);
  if (before.status === 'cancelled') return before;
  const row = await moveRun(transaction, kind, id, 'cancelled', { finishedAt: new Date(), remainingSeconds: null });
  await queueDeliveries(transaction, `${kind.kind}.cancelled`, { id });
  return row;
}

/** The run cannot go on. `message` is for the people who asked for it. */
export async function failRun<Row extends Run>(
  transaction: OrganizationTransaction,
  kind: RunKind<Row>,
  id: RunId,
  errorCode: RunErrorCode,
  errorMessage: string,
): Promise<Row> {
  const before = await requireRun(transaction, kind, id, true);
  if (before.status === 'failed') return before;
  const ended = { errorCode, errorMessage, finishedAt: new Date(), remainingSeconds: null };
  const row = await moveRun(transaction, kind, id, 'failed', ended);
  await queueDeliveries(transaction, `${kind.kind}.failed`, { id, errorCode });
  return row;
}

/** Queues a cancelled or failed run again; an inversion goes on from its last checkpoint. Throws `wrong-state`. */
export const resumeRun = <Row extends Run>(
  transaction: OrganizationTransaction,
  kind: RunKind<Row>,
  id: RunId,
): Promise<Row> =>
  moveRun(transaction, kind, id, 'queued', {
    attempt: sql`attempt + 1`,
    errorCode: null,
    errorMessage: null,
    workflowStartedAt: null,
    finishedAt: null,
  });
