import type { WebhookDeliveryId, WebhookId } from '@facet/contracts';
import { and, eq, inArray } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { webhookDelivery } from '../../schema/index.ts';
import { own } from '../rows/conditions.ts';
import { newestFirst, type Page, type PageRequest, readPage } from '../rows/page.ts';

export type WebhookDelivery = typeof webhookDelivery.$inferSelect;

export const getDeliveries = (
  transaction: OrganizationTransaction,
  ids: readonly WebhookDeliveryId[],
): Promise<WebhookDelivery[]> =>
  transaction.sql
    .select()
    .from(webhookDelivery)
    .where(own(transaction, webhookDelivery, inArray(webhookDelivery.id, [...ids])));

export function listDeliveries(
  transaction: OrganizationTransaction,
  webhookId: WebhookId,
  request: PageRequest,
): Promise<Page<WebhookDelivery>> {
  return readPage<WebhookDelivery>(
    transaction,
    {
      purpose: ['webhook-deliveries', webhookId],
      ...newestFirst(webhookDelivery),
      fetch: (after, orderBy, limit) =>
        transaction.sql
          .select()
          .from(webhookDelivery)
          .where(and(ofWebhook(transaction, webhookId), after))
          .orderBy(...orderBy)
          .limit(limit),
    },
    request,
  );
}

export const countDeliveries = (transaction: OrganizationTransaction, webhookId: WebhookId): Promise<number> =>
  transaction.sql.$count(webhookDelivery, ofWebhook(transaction, webhookId));

const ofWebhook = (transaction: OrganizationTransaction, webhookId: WebhookId) =>
  own(transaction, webhookDelivery, eq(webhookDelivery.webhookId, webhookId));
