import type { ImageId } from '@facet/contracts';
import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, text } from 'drizzle-orm/pg-core';
import { createdBy, entity, moment, pictureSizes } from './columns.ts';
import { facet } from './namespaces.ts';
import { operationsPolicy, tenantPolicy } from './policies.ts';

/** A reference picture: `pending` until its upload is checked and re-encoded, then `ready`, or `rejected` with a code. */
export const image = facet.table(
  'image',
  {
    ...entity<ImageId>(),
    name: text().notNull(),
    status: text({ enum: ['pending', 'ready', 'rejected'] })
      .notNull()
      .default('pending'),
    /** Where the client puts the original; null once that is deleted. */
    uploadKey: text(),
    declaredType: text().notNull(),
    declaredBytes: integer().notNull(),
    uploadExpiresAt: moment().notNull(),
    /** Of the re-encoded picture. */
    storageKey: text(),
    pictureSizes: pictureSizes(),
    /** Of pictures that were kept before there were sizes. */
    thumbnailKey: text(),
    width: integer(),
    height: integer(),
    bytes: integer(),
    /** SHA-256 in hex of the re-encoded file. */
    sha256: text(),
    rejection: text(),
    createdBy: createdBy(),
    completedAt: moment(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    index().on(t.organizationId, t.createdAt, t.id),
    check('image_ready_is_stored', sql`status <> 'ready' or (storage_key is not null and sha256 is not null)`),
    tenantPolicy(),
    operationsPolicy(),
  ],
);
