import { newId, type WebhookDeliveryId, type WebhookEvent } from '@facet/contracts';
import { sql } from 'drizzle-orm';
import type { OrganizationTransaction } from '../connection/transaction.ts';
import { webhook, webhookDelivery } from '../schema/index.ts';
import { own } from './page.ts';

/**
 * Queues an event for every active webhook that wants it, in the transaction that makes it true. A sweeper starts the
 * deliveries; the ids come back for whoever wants to start them at once.
 */
export async function queueDeliveries(
  transaction: OrganizationTransaction,
  event: WebhookEvent,
  payload: Record<string, unknown>,
): Promise<WebhookDeliveryId[]> {
  const { organizationId } = transaction;
  const wanting = await transaction.sql
    .select({ id: webhook.id })
    .from(webhook)
    .where(own(transaction, webhook, sql`active and ${event} = any(${webhook.events})`));
  if (wanting.length === 0) return [];
  const deliveries = wanting.map(({ id }) => ({
    organizationId,
    id: newId<WebhookDeliveryId>(),
    webhookId: id,
    event,
    payload,
  }));
  await transaction.sql.insert(webhookDelivery).values(deliveries);
  return deliveries.map(({ id }) => id);
}
