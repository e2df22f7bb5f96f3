import type { OrganizationId, PictureSizes, UserId } from '@facet/contracts';
import { jsonb, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { organization, user } from './auth.ts';

/** A moment, to the millisecond: JavaScript's dates have no more, and page cursors compare for equality. */
export const moment = () => timestamp({ withTimezone: true, precision: 3 });

/** The organisation that a row belongs to; when it goes, its rows go. */
export const organizationId = () =>
  uuid()
    .$type<OrganizationId>()
    .notNull()
    .references(() => organization.id, { onDelete: 'cascade' });

/** Columns of an entity that an organisation owns. Its primary key is (organization_id, id), the target of composite keys. */
export const entity = <Id extends string>() => ({
  organizationId: organizationId(),
  id: uuid().$type<Id>().notNull().defaultRandom(),
  createdAt: moment().notNull().defaultNow(),
});

/** The user who made a row; null once that user is gone, and for what an API key made. */
export const createdBy = () =>
  uuid()
    .$type<UserId>()
    .references(() => user.id, { onDelete: 'set null' });

/** Who made a row: a user or an API key. */
export const maker = () => ({
  createdBy: createdBy(),
  /** Id of the API key, also once that is deleted; null for what a user made. */
  createdByKey: text(),
});

/** Of the picture that a row shows; null without one, and where it was stored before there were sizes: they are made on demand. */
export const pictureSizes = () => jsonb().$type<PictureSizes>();
