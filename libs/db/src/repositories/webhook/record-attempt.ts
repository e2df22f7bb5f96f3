import type { WebhookDeliveryId } from '@facet/contracts';
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { webhook, webhookDelivery } from '../../schema/index.ts';
import { recordAudit } from '../account/audit.ts';
import { own } from '../rows/conditions.ts';
import type { WebhookDelivery } from './deliveries.ts';
import type { Webhook } from './webhooks.ts';

/** So many messages given up, each after hours of attempts and none arriving in between, switch a webhook off. */
export const MAX_FAILED_DELIVERIES = 10;

export interface DeliveryJob {
  readonly delivery: WebhookDelivery;
  readonly webhook: Webhook;
}

/** What a worker needs to deliver; undefined once the webhook, and with it the delivery, is deleted. */
export async function findDelivery(
  transaction: OrganizationTransaction,
  id: WebhookDeliveryId,
): Promise<DeliveryJob | undefined> {
  const [row] = await transaction.sql
    .select({ delivery: webhookDelivery, webhook })
    .from(webhookDelivery)
    .innerJoin(
      webhook,
      and(eq(webhook.organizationId, webhookDelivery.organizationId), eq(webhook.id, webhookDelivery.webhookId)),
    )
    .where(own(transaction, webhookDelivery, eq(webhookDelivery.id, id)));
  return row;
}

export interface DeliveryAttempt {
  /** `pending` while it will be tried again. */
  readonly status: WebhookDelivery['status'];
  /** HTTP status, if there was an answer. */
  readonly answer?: number | undefined;
  readonly error?: string | undefined;
  /** The receiver says that it is there no longer. */
  readonly gone?: boolean | undefined;
}

/**
 * Notes how one request went, unless the delivery is over or deleted by now. Switches its webhook off, with an audit event,
 * when the receiver is gone or too many messages in a row were given up.
 */
export async function recordAttempt(
  transaction: OrganizationTransaction,
  id: WebhookDeliveryId,
  { status, answer, error, gone = false }: DeliveryAttempt,
): Promise<void> {
  if (status !== 'pending') await lockWebhookOf(transaction, id);
  const found = await settle(transaction, id, {
    status,
    attempts: sql`${webhookDelivery.attempts} + 1`,
    lastStatus: answer ?? null,
    lastError: error ?? null,
  });
  if (!found || status === 'pending') return;
  const [row] = await transaction.sql
    .update(webhook)
    .set({ failedDeliveries: status === 'delivered' ? 0 : sql`${webhook.failedDeliveries} + 1` })
    .where(own(transaction, webhook, eq(webhook.id, found.webhookId)))
    .returning();
  if (!row?.active || (!gone && row.failedDeliveries < MAX_FAILED_DELIVERIES)) return;
  await transaction.sql
    .update(webhook)
    .set({ active: false })
    .where(own(transaction, webhook, eq(webhook.id, row.id)));
  await recordAudit(
    transaction,
    { kind: 'system', id: 'worker' },
    {
      action: 'webhook.switch-off',
      subjectKind: 'webhook',
      subjectId: row.id,
      detail: { reason: gone ? 'gone' : 'failing', failedDeliveries: row.failedDeliveries },
    },
  );
}

/** The webhook before its delivery, as where it is deleted with all of them. */
const lockWebhookOf = (transaction: OrganizationTransaction, id: WebhookDeliveryId): Promise<unknown> =>
  transaction.sql
    .select({ id: webhook.id })
    .from(webhook)
    .where(
      own(
        transaction,
        webhook,
        inArray(
          webhook.id,
          transaction.sql
            .select({ id: webhookDelivery.webhookId })
            .from(webhookDelivery)
            .where(own(transaction, webhookDelivery, eq(webhookDelivery.id, id))),
        ),
      ),
    )
    .for('no key update');

/** Ends a delivery for which no request is made (any more). */
export async function giveUpDelivery(
  transaction: OrganizationTransaction,
  id: WebhookDeliveryId,
  error: string,
): Promise<void> {
  await settle(transaction, id, { status: 'failed', lastError: error });
}

async function settle(
  transaction: OrganizationTransaction,
  id: WebhookDeliveryId,
  values: Parameters<ReturnType<typeof transaction.sql.update<typeof webhookDelivery>>['set']>[0],
): Promise<WebhookDelivery | undefined> {
  const [row] = await transaction.sql
    .update(webhookDelivery)
    .set({ ...values, finishedAt: values.status === 'pending' ? null : new Date() })
    .where(own(transaction, webhookDelivery, eq(webhookDelivery.id, id), eq(webhookDelivery.status, 'pending')))
    .returning();
  return row;
}
