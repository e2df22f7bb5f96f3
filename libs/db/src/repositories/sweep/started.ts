import type { RunAttempt, RunKind } from '@facet/base';
import type { OrganizationId, RunId, RunStatus, WebhookDeliveryId } from '@facet/contracts';
import { and, asc, eq, gt, inArray, isNotNull, lt, ne, or } from 'drizzle-orm';
import type { OperationsTransaction, OrganizationTransaction } from '../../connection/transaction.ts';
import { webhookDelivery } from '../../schema/index.ts';
import { tableOf } from '../run/run-table.ts';
import { own } from '../rows/conditions.ts';
import { before, type Sweep } from './sweep.ts';

export interface StartedRun<Kind extends RunKind = RunKind> extends RunAttempt<RunId<Kind>> {
  readonly organizationId: OrganizationId;
  readonly status: RunStatus;
  /** Its last sign of life. */
  readonly updatedAt: Date;
}

/** Runs of a kind that a workflow should be at work on, or wait with, by their id; those after `after`. */
export async function startedRuns<Kind extends RunKind>(
  { sql: queries }: OperationsTransaction,
  kind: Kind,
  { olderThanSeconds, limit }: Sweep,
  after?: RunId<Kind>,
): Promise<StartedRun<Kind>[]> {
  const table = tableOf(kind);
  const { organizationId, id, attempt, status, updatedAt } = table;
  const rows = await queries
    .select({ organizationId, id, attempt, status, updatedAt })
    .from(table)
    .where(
      and(
        inArray(status, ['queued', 'running', 'cancelling']),
        // The others are for whoever starts what is not started.
        or(ne(status, 'queued'), isNotNull(table.workflowStartedAt)),
        lt(updatedAt, before(olderThanSeconds)),
        after === undefined ? undefined : gt(id, after as typeof id._.data),
      ),
    )
    .orderBy(asc(id))
    .limit(limit);
  return rows as StartedRun<Kind>[];
}

export interface StartedDelivery {
  readonly organizationId: OrganizationId;
  readonly id: WebhookDeliveryId;
}

/** Deliveries that a workflow should be at work on, by their id; those after `after`. */
export const startedDeliveries = (
  { sql: queries }: OperationsTransaction,
  { olderThanSeconds, limit }: Sweep,
  after?: WebhookDeliveryId,
): Promise<StartedDelivery[]> =>
  queries
    .select({ organizationId: webhookDelivery.organizationId, id: webhookDelivery.id })
    .from(webhookDelivery)
    .where(
      and(
        eq(webhookDelivery.status, 'pending'),
        lt(webhookDelivery.workflowStartedAt, before(olderThanSeconds)),
        after === undefined ? undefined : gt(webhookDelivery.id, after),
      ),
    )
    .orderBy(asc(webhookDelivery.id))
    .limit(limit);

/** Leaves a delivery whose workflow is gone to whoever starts what is not started. */
export async function markDeliveryUnstarted(
  transaction: OrganizationTransaction,
  id: WebhookDeliveryId,
): Promise<void> {
  await transaction.sql
    .update(webhookDelivery)
    .set({ workflowStartedAt: null })
    .where(own(transaction, webhookDelivery, eq(webhookDelivery.id, id), eq(webhookDelivery.status, 'pending')));
}
