import type { AuditEventId } from '@facet/contracts';
import { bigint, date, index, jsonb, primaryKey, text } from 'drizzle-orm/pg-core';
import { entity, moment, organizationId } from './columns.ts';
import { facet } from './namespaces.ts';
import { operationsPolicy, tenantPolicy } from './policies.ts';

/** What is counted. Units are in the names, except pictures and inversions, which are counted. */
export const USAGE_KINDS = ['inversions', 'training_steps', 'pictures', 'upload_bytes'] as const;
export type UsageKind = (typeof USAGE_KINDS)[number];

/** What an organisation used in a month. */
export const usage = facet.table(
  'usage',
  {
    organizationId: organizationId(),
    /** The first day of the month, UTC. */
    month: date().notNull(),
    kind: text({ enum: USAGE_KINDS }).notNull(),
    amount: bigint({ mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.organizationId, t.month, t.kind] }), tenantPolicy()],
);

export const QUOTA_KINDS = [...USAGE_KINDS, 'running_inversions', 'running_compositions'] as const;
export type QuotaKind = (typeof QUOTA_KINDS)[number];

/** What an organisation may use in a month, or run at once, where it differs from the defaults. Only operators write it. */
export const quota = facet.table(
  'quota',
  {
    organizationId: organizationId(),
    kind: text({ enum: QUOTA_KINDS }).notNull(),
    amount: bigint({ mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.organizationId, t.kind] }), tenantPolicy(), operationsPolicy()],
);

/** Who did what. Rows are added and never changed: the app has no grant for it. */
export const auditEvent = facet.table(
  'audit_event',
  {
    ...entity<AuditEventId>(),
    actorKind: text({ enum: ['user', 'api-key', 'system'] }).notNull(),
    actorId: text().notNull(),
    /** `library.grant`, `token.delete`, ... */
    action: text().notNull(),
    subjectKind: text().notNull(),
    subjectId: text().notNull(),
    /** Never a secret. */
    detail: jsonb().$type<Record<string, unknown>>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    index().on(t.organizationId, t.createdAt, t.id),
    tenantPolicy(),
  ],
);

/** Results by `clientMutationKey`: the same key gives the same result. */
export const clientMutation = facet.table(
  'client_mutation',
  {
    organizationId: organizationId(),
    actorId: text().notNull(),
    mutation: text().notNull(),
    key: text().notNull(),
    /** SHA-256 in hex of the arguments: a key that is used for something else is a mistake of the client. */
    requestHash: text().notNull(),
    /** Ids of what it made. */
    result: jsonb().$type<Record<string, unknown>>().notNull(),
    createdAt: moment().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.actorId, t.mutation, t.key] }),
    index().on(t.createdAt),
    tenantPolicy(),
    operationsPolicy(),
  ],
);
