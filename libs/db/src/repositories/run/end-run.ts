import type { RunErrorCode } from '@facet/contracts';
import { sql } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { queueDeliveries } from '../webhook/queue-delivery.ts';
import type { RunId } from '@facet/contracts';
import type { RunKind } from '@facet/base';
import { chargeRest, chargeUsed } from './charge.ts';
import type { Run } from './run-table.ts';
import { moveRun, requireRun } from './runs.ts';

/**
 * Asks a run to stop. One that is queued is cancelled at once; one at work becomes `cancelling`, and its worker makes it
 * `cancelled`. Asking again changes nothing. Throws `wrong-state` for one that has finished or failed.
 */
export async function cancelRun<Kind extends RunKind>(
  transaction: OrganizationTransaction,
  kind: Kind,
  id: RunId<Kind>,
): Promise<Run<Kind>> {
  const row = await requireRun(transaction, kind, id, true);
  if (row.status === 'cancelling' || row.status === 'cancelled') return row;
  if (row.status === 'queued') return endCancelled(transaction, kind, id);
  return moveRun(transaction, kind, id, 'cancelling');
}

/** The worker has stopped. */
export async function endCancelled<Kind extends RunKind>(
  transaction: OrganizationTransaction,
  kind: Kind,
  id: RunId<Kind>,
): Promise<Run<Kind>> {
  const before = await requireRun(transaction, kind, id, true);
  if (before.status === 'cancelled') return before;
  const ended = { finishedAt: new Date(), remainingSeconds: null, ...(await chargeUsed(transaction, kind, before)) };
  const row = await moveRun(transaction, kind, id, 'cancelled', ended);
  await queueDeliveries(transaction, `${kind}.cancelled`, { id });
  return row;
}

/** The run cannot go on. `message` is for the people who asked for it. */
export async function failRun<Kind extends RunKind>(
  transaction: OrganizationTransaction,
  kind: Kind,
  id: RunId<Kind>,
  errorCode: RunErrorCode,
  errorMessage: string,
): Promise<Run<Kind>> {
  const before = await requireRun(transaction, kind, id, true);
  if (before.status === 'failed') return before;
  const ended = { errorCode, errorMessage, finishedAt: new Date(), remainingSeconds: null };
  const charged = await chargeUsed(transaction, kind, before);
  const row = await moveRun(transaction, kind, id, 'failed', { ...ended, ...charged });
  await queueDeliveries(transaction, `${kind}.failed`, { id, errorCode });
  return row;
}

/** Queues a cancelled or failed run again; an inversion goes on from its last checkpoint. Throws `wrong-state`, `quota-exceeded`. */
export async function resumeRun<Kind extends RunKind>(
  transaction: OrganizationTransaction,
  kind: Kind,
  id: RunId<Kind>,
): Promise<Run<Kind>> {
  const before = await requireRun(transaction, kind, id, true);
  const isOver = before.status === 'cancelled' || before.status === 'failed';
  return moveRun(transaction, kind, id, 'queued', {
    attempt: sql`attempt + 1`,
    errorCode: null,
    errorMessage: null,
    workflowStartedAt: null,
    finishedAt: null,
    // Of one that cannot be resumed nothing is charged: this throws.
    ...(isOver ? await chargeRest(transaction, kind, before) : {}),
  });
}
