import {
  WEBHOOK_EVENTS,
  WEBHOOK_MESSAGES,
  type WebhookDeliveryId,
  type WebhookId,
  type WebhookPayload,
} from '@facet/contracts';
import { sql } from 'drizzle-orm';
import { boolean, foreignKey, index, integer, jsonb, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { createdBy, entity, moment } from './columns.ts';
import { facet } from './namespaces.ts';
import { operationsPolicy, tenantPolicy } from './policies.ts';

/** An address that an organisation wants to be told at. */
export const webhook = facet.table(
  'webhook',
  {
    ...entity<WebhookId>(),
    url: text().notNull(),
    /** The key that deliveries are signed with, sealed by the application: it is needed again, so a hash would not do. */
    sealedSecret: text().notNull(),
    /** The one before, with which deliveries are signed too until this moment, so that receivers can change over. */
    previousSealedSecret: text(),
    previousSecretUntil: moment(),
    events: text({ enum: WEBHOOK_EVENTS }).array().notNull(),
    active: boolean().notNull().default(true),
    /** Deliveries given up since the last one that arrived. */
    failedDeliveries: integer().notNull().default(0),
    createdBy: createdBy(),
  },
  (t) => [primaryKey({ columns: [t.organizationId, t.id] }), tenantPolicy()],
);

export const webhookDelivery = facet.table(
  'webhook_delivery',
  {
    ...entity<WebhookDeliveryId>(),
    webhookId: uuid().$type<WebhookId>().notNull(),
    event: text({ enum: WEBHOOK_MESSAGES }).notNull(),
    payload: jsonb().$type<WebhookPayload>().notNull(),
    status: text({ enum: ['pending', 'delivered', 'failed'] })
      .notNull()
      .default('pending'),
    attempts: integer().notNull().default(0),
    /** HTTP status of the last answer. */
    lastStatus: integer(),
    lastError: text(),
    workflowStartedAt: moment(),
    finishedAt: moment(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({
      name: 'webhook_delivery_webhook',
      columns: [t.organizationId, t.webhookId],
      foreignColumns: [webhook.organizationId, webhook.id],
    }).onDelete('cascade'),
    index().on(t.organizationId, t.webhookId, t.createdAt, t.id),
    index('webhook_delivery_unstarted')
      .on(t.createdAt)
      .where(sql`status = 'pending' and workflow_started_at is null`),
    tenantPolicy(),
    operationsPolicy(),
  ],
);
