import { newId, type WebhookDeliveryId, type WebhookEvent, type WebhookId } from '@facet/contracts';
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { OrganizationTransaction } from '../connection/transaction.ts';
import { notFound } from '../errors.ts';
import { webhook, webhookDelivery } from '../schema/index.ts';
import { userOf, type Actor } from './actor.ts';
import { newestFirst, own, readPage, type Page, type PageRequest } from './page.ts';

export type Webhook = typeof webhook.$inferSelect;
export type WebhookDelivery = typeof webhookDelivery.$inferSelect;

export interface NewWebhook {
  readonly url: string;
  readonly sealedSecret: string;
  readonly events: readonly WebhookEvent[];
}

export async function createWebhook(
  transaction: OrganizationTransaction,
  actor: Actor,
  { url, sealedSecret, events }: NewWebhook,
): Promise<Webhook> {
  const [row] = await transaction.sql
    .insert(webhook)
    .values({
      organizationId: transaction.organizationId,
      id: newId<WebhookId>(),
      url,
      sealedSecret,
      events: [...events],
      createdBy: userOf(actor),
    })
    .returning();
  return row!;
}

export const getWebhooks = (transaction: OrganizationTransaction, ids: readonly WebhookId[]): Promise<Webhook[]> =>
  transaction.sql
    .select()
    .from(webhook)
    .where(own(transaction, webhook, inArray(webhook.id, [...ids])));

export interface WebhookChanges {
  readonly url?: string | undefined;
  readonly events?: WebhookEvent[] | undefined;
  readonly active?: boolean | undefined;
  readonly sealedSecret?: string | undefined;
}

/** Throws `not-found`. */
export async function updateWebhook(
  transaction: OrganizationTransaction,
  id: WebhookId,
  changes: WebhookChanges,
): Promise<Webhook> {
  const [row] = await transaction.sql
    .update(webhook)
    .set({ ...changes, organizationId: transaction.organizationId })
    .where(own(transaction, webhook, eq(webhook.id, id)))
    .returning();
  if (!row) throw notFound('webhook', id);
  return row;
}

/** With all its deliveries. Throws `not-found`. */
export async function deleteWebhook(transaction: OrganizationTransaction, id: WebhookId): Promise<void> {
  const gone = await transaction.sql
    .delete(webhook)
    .where(own(transaction, webhook, eq(webhook.id, id)))
    .returning({ id: webhook.id });
  if (gone.length === 0) throw notFound('webhook', id);
}

export function listWebhooks(transaction: OrganizationTransaction, request: PageRequest): Promise<Page<Webhook>> {
  return readPage<Webhook>(
    transaction,
    {
      purpose: ['webhooks'],
      ...newestFirst(webhook),
      fetch: (after, orderBy, limit) =>
        transaction.sql
          .select()
          .from(webhook)
          .where(and(own(transaction, webhook), after))
          .orderBy(...orderBy)
          .limit(limit),
    },
    request,
  );
}

export const countWebhooks = (transaction: OrganizationTransaction): Promise<number> =>
  transaction.sql.$count(webhook, own(transaction, webhook));

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
          .where(and(own(transaction, webhookDelivery, eq(webhookDelivery.webhookId, webhookId)), after))
          .orderBy(...orderBy)
          .limit(limit),
    },
    request,
  );
}

export interface DeliveryJob {
  readonly delivery: WebhookDelivery;
  readonly url: string;
  readonly sealedSecret: string;
  /** False once the webhook is switched off: the delivery is to be given up. */
  readonly active: boolean;
}

/** What a worker needs to deliver. Throws `not-found`. */
export async function requireDelivery(
  transaction: OrganizationTransaction,
  id: WebhookDeliveryId,
): Promise<DeliveryJob> {
  const [row] = await transaction.sql
    .select({
      delivery: webhookDelivery,
      url: webhook.url,
      sealedSecret: webhook.sealedSecret,
      active: webhook.active,
    })
    .from(webhookDelivery)
    .innerJoin(
      webhook,
      and(eq(webhook.organizationId, webhookDelivery.organizationId), eq(webhook.id, webhookDelivery.webhookId)),
    )
    .where(own(transaction, webhookDelivery, eq(webhookDelivery.id, id)));
  if (!row) throw notFound('webhook delivery', id);
  return row;
}

export interface DeliveryAttempt {
  /** `pending` while it will be tried again. */
  readonly status: WebhookDelivery['status'];
  /** HTTP status, if there was an answer. */
  readonly answer?: number | undefined;
  readonly error?: string | undefined;
}

/** Notes how one attempt went. */
export async function recordAttempt(
  transaction: OrganizationTransaction,
  id: WebhookDeliveryId,
  { status, answer, error }: DeliveryAttempt,
): Promise<void> {
  await transaction.sql
    .update(webhookDelivery)
    .set({
      status,
      attempts: sql`${webhookDelivery.attempts} + 1`,
      lastStatus: answer ?? null,
      lastError: error ?? null,
      finishedAt: status === 'pending' ? null : new Date(),
    })
    .where(own(transaction, webhookDelivery, eq(webhookDelivery.id, id)));
}

export async function markDeliveryStarted(transaction: OrganizationTransaction, id: WebhookDeliveryId): Promise<void> {
  await transaction.sql
    .update(webhookDelivery)
    .set({ workflowStartedAt: new Date() })
    .where(own(transaction, webhookDelivery, eq(webhookDelivery.id, id)));
}
