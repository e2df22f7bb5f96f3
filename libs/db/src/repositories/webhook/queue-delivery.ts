import {
  newId,
  subjectOf,
  type SubjectOf,
  type WebhookDeliveryId,
  type WebhookEvent,
  type WebhookId,
  type WebhookMessage,
  type WebhookPayload,
} from '@facet/contracts';
import { asc, eq, isNull, ne, sql } from 'drizzle-orm';
import { asAnyMember } from '../../connection/reader.ts';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError, named, notFound } from '../../errors.ts';
import { composition, inversion, webhook, webhookDelivery } from '../../schema/index.ts';
import { own } from '../rows/conditions.ts';
import { getDeliveries, type WebhookDelivery } from './deliveries.ts';

/**
 * Queues an event for every active webhook that wants it, in the transaction that makes it true. Whoever has ended the
 * transaction starts the deliveries, or else a sweeper does.
 */
export async function queueDeliveries(
  transaction: OrganizationTransaction,
  event: WebhookEvent,
  payload: WebhookPayload,
): Promise<void> {
  if (!(await isForAll(transaction, event, payload))) return;
  const wanting = await transaction.sql
    .select({ id: webhook.id })
    .from(webhook)
    .where(own(transaction, webhook, sql`active and ${event} = any(${webhook.events})`))
    .for('key share');
  for (const { id } of wanting) await insert(transaction, id, event, payload);
}

const TABLES = { inversion, composition } satisfies Record<SubjectOf<WebhookEvent>, unknown>;

/** A webhook is told what all members may know: of a run with a private library nothing. */
async function isForAll(
  transaction: OrganizationTransaction,
  event: WebhookEvent,
  { id }: WebhookPayload,
): Promise<boolean> {
  const table = TABLES[subjectOf(event)];
  const visible = await asAnyMember(transaction, () =>
    transaction.sql.$count(table, own(transaction, table, sql`${table.id} = ${id}`)),
  );
  return visible > 0;
}

/** Queues one message for one webhook. Throws `not-found`, and `wrong-state` for a webhook that is switched off. */
export async function queueDelivery(
  transaction: OrganizationTransaction,
  webhookId: WebhookId,
  event: WebhookMessage,
  payload: WebhookPayload,
): Promise<WebhookDelivery> {
  await requireActive(transaction, webhookId);
  return insert(transaction, webhookId, event, payload);
}

async function insert(
  transaction: OrganizationTransaction,
  webhookId: WebhookId,
  event: WebhookMessage,
  payload: WebhookPayload,
): Promise<WebhookDelivery> {
  const { organizationId } = transaction;
  const [row] = await transaction.sql
    .insert(webhookDelivery)
    .values({ organizationId, id: newId<WebhookDeliveryId>(), webhookId, event, payload })
    .returning();
  return row!;
}

/** The webhook is there, is on, and stays until the transaction ends. */
async function requireActive(transaction: OrganizationTransaction, id: WebhookId): Promise<void> {
  const [row] = await transaction.sql
    .select({ active: webhook.active })
    .from(webhook)
    .where(own(transaction, webhook, eq(webhook.id, id)))
    .for('key share');
  if (!row) throw notFound('webhook', id);
  if (!row.active)
    throw new DatabaseError(
      'wrong-state',
      `The ${named('webhook', id)} is switched off. Switch it on before sending to it.`,
    );
}

/**
 * Queues a message again that arrived or was given up; it keeps its id, by which receivers know what they have had.
 * Throws `not-found`, and `wrong-state` while it is under way or its webhook is switched off.
 */
export async function redeliver(transaction: OrganizationTransaction, id: WebhookDeliveryId): Promise<WebhookDelivery> {
  const [found] = await getDeliveries(transaction, [id]);
  if (!found) throw notFound('webhook delivery', id);
  await requireActive(transaction, found.webhookId);
  const [row] = await transaction.sql
    .update(webhookDelivery)
    .set({ status: 'pending', workflowStartedAt: null, finishedAt: null })
    .where(own(transaction, webhookDelivery, eq(webhookDelivery.id, id), ne(webhookDelivery.status, 'pending')))
    .returning();
  if (!row) throw new DatabaseError('wrong-state', `The ${named('webhook delivery', id)} is still under way.`);
  return row;
}

/** Deliveries whose workflow nobody has started, oldest first. */
export async function deliveriesToStart(
  transaction: OrganizationTransaction,
  limit: number,
): Promise<WebhookDeliveryId[]> {
  const rows = await transaction.sql
    .select({ id: webhookDelivery.id })
    .from(webhookDelivery)
    .where(
      own(
        transaction,
        webhookDelivery,
        eq(webhookDelivery.status, 'pending'),
        isNull(webhookDelivery.workflowStartedAt),
      ),
    )
    .orderBy(asc(webhookDelivery.createdAt))
    .limit(limit);
  return rows.map(({ id }) => id);
}

export async function markDeliveryStarted(transaction: OrganizationTransaction, id: WebhookDeliveryId): Promise<void> {
  await transaction.sql
    .update(webhookDelivery)
    .set({ workflowStartedAt: new Date() })
    .where(own(transaction, webhookDelivery, eq(webhookDelivery.id, id)));
}
