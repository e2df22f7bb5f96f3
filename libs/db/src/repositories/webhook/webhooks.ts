import type { WebhookEvent, WebhookId } from '@facet/contracts';
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError, notFound } from '../../errors.ts';
import { webhook } from '../../schema/index.ts';
import { type Actor, userOf } from '../account/actor.ts';
import { recordAudit } from '../account/audit.ts';
import { once } from '../account/client-mutation.ts';
import { own } from '../rows/conditions.ts';
import { newestFirst, type Page, type PageRequest, readPage } from '../rows/page.ts';

export type Webhook = typeof webhook.$inferSelect;

/** Each event is sent to all that want it. */
const MAX_WEBHOOKS = 20;

/** How long deliveries are signed with the old secret too. */
const OLD_SECRET_HOURS = 24;

export interface NewWebhook {
  readonly url: string;
  readonly events: readonly WebhookEvent[];
  /** A new secret, sealed for the webhook with this id. */
  readonly sealedSecret: (id: WebhookId) => string;
}

/** The same key gives the same webhook, with the secret of the first time, and one audit event. Throws `quota-exceeded`, `mutation-key-reused`. */
export async function createWebhook(
  transaction: OrganizationTransaction,
  actor: Actor,
  { url, events, sealedSecret }: NewWebhook,
  key?: string,
): Promise<Webhook> {
  const mutation = { mutation: 'createWebhook', key, request: { url, events } };
  const id = await once<WebhookId>(transaction, actor, mutation, async (id) => {
    // Those that are made at the same moment are counted one after the other.
    await transaction.sql.execute(
      sql`select pg_advisory_xact_lock(hashtextextended(${`webhooks/${transaction.organizationId}`}, 0))`,
    );
    if ((await countWebhooks(transaction)) >= MAX_WEBHOOKS)
      throw new DatabaseError(
        'quota-exceeded',
        `An organisation has at most ${MAX_WEBHOOKS} webhooks. Delete one first.`,
      );
    await transaction.sql.insert(webhook).values({
      organizationId: transaction.organizationId,
      id,
      url,
      sealedSecret: sealedSecret(id),
      events: [...events],
      createdBy: userOf(actor),
    });
    // The rest of an address may hold a secret.
    const detail = { host: new URL(url).host, events };
    await recordAudit(transaction, actor, { action: 'webhook.create', subjectKind: 'webhook', subjectId: id, detail });
  });
  const [row] = await getWebhooks(transaction, [id]);
  if (!row) throw notFound('webhook', id);
  return row;
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
}

/** What is left out stays. One that is switched on starts with a clean record. Throws `not-found`. */
export async function updateWebhook(
  transaction: OrganizationTransaction,
  id: WebhookId,
  changes: WebhookChanges,
): Promise<Webhook> {
  const record = changes.active === true ? { failedDeliveries: 0 } : {};
  const [row] = await transaction.sql
    .update(webhook)
    .set({ ...changes, ...record, organizationId: transaction.organizationId })
    .where(own(transaction, webhook, eq(webhook.id, id)))
    .returning();
  if (!row) throw notFound('webhook', id);
  return row;
}

/** Puts a new secret in place of the old one, which signs along for a day. Throws `not-found`. */
export async function rotateWebhookSecret(
  transaction: OrganizationTransaction,
  id: WebhookId,
  sealedSecret: string,
): Promise<Webhook> {
  const [row] = await transaction.sql
    .update(webhook)
    .set({
      sealedSecret,
      previousSealedSecret: sql`${webhook.sealedSecret}`,
      previousSecretUntil: sql`now() + make_interval(hours => ${OLD_SECRET_HOURS})`,
    })
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
