import type { OrganizationId } from '@facet/contracts';
import { index, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { moment } from './columns.ts';
import { facet } from './namespaces.ts';
import { operationsPolicy, tenantPolicy } from './policies.ts';

/**
 * Stored objects whose rows are gone, or that never had one; a sweeper deletes them. Written in the transaction that deletes
 * the row, so that neither outlives the other for long. No foreign key: these rows outlive their organisation.
 */
export const storageDeletion = facet.table(
  'storage_deletion',
  {
    organizationId: uuid().$type<OrganizationId>().notNull(),
    /** A key, or a prefix that ends in a slash. */
    key: text().notNull(),
    /** When nobody has an address of it any more. */
    dueAt: moment().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.organizationId, t.key] }), index().on(t.dueAt), tenantPolicy(), operationsPolicy()],
);
