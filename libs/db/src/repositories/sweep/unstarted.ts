import type { RunKind } from '@facet/base';
import type { OrganizationId, RunRef, UserId, WebhookDeliveryId } from '@facet/contracts';
import { and, asc, eq, isNull, lt } from 'drizzle-orm';
import type { OperationsTransaction } from '../../connection/transaction.ts';
import { webhookDelivery } from '../../schema/index.ts';
import { payerOfRow } from '../run/payer.ts';
import { tableOf } from '../run/run-table.ts';
import { before, type Sweep } from './sweep.ts';

/** With who answers for its organisation. */
export type UnstartedRun<Kind extends RunKind> = RunRef<Kind> & { readonly payer: UserId | null };

/** Queued runs of a kind whose workflow nobody started, oldest first. */
export async function unstartedRuns<Kind extends RunKind>(
  { sql: queries }: OperationsTransaction,
  kind: Kind,
  { olderThanSeconds, limit }: Sweep,
): Promise<UnstartedRun<Kind>[]> {
  const table = tableOf(kind);
  const { organizationId, id, attempt, fingerprint } = table;
  const rows = await queries
    .select({ organizationId, id, attempt, fingerprint, payer: payerOfRow(table) })
    .from(table)
    .where(
      and(eq(table.status, 'queued'), isNull(table.workflowStartedAt), lt(table.updatedAt, before(olderThanSeconds))),
    )
    .orderBy(asc(table.updatedAt))
    .limit(limit);
  return rows as UnstartedRun<Kind>[];
}

/** Deliveries whose workflow nobody started, oldest first. */
export const unstartedDeliveries = (
  { sql: queries }: OperationsTransaction,
  { olderThanSeconds, limit }: Sweep,
): Promise<{ organizationId: OrganizationId; id: WebhookDeliveryId }[]> =>
  queries
    .select({ organizationId: webhookDelivery.organizationId, id: webhookDelivery.id })
    .from(webhookDelivery)
    .where(
      and(
        eq(webhookDelivery.status, 'pending'),
        isNull(webhookDelivery.workflowStartedAt),
        lt(webhookDelivery.createdAt, before(olderThanSeconds)),
      ),
    )
    .orderBy(asc(webhookDelivery.createdAt))
    .limit(limit);
