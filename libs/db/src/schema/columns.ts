import { timestamp, uuid } from 'drizzle-orm/pg-core';
import { organization } from './auth.ts';

/** A moment, to the millisecond: JavaScript's dates have no more, and page cursors compare for equality. */
export const moment = () => timestamp({ withTimezone: true, precision: 3 });

/** The organisation that a row belongs to; when it goes, its rows go. */
export const organizationId = () =>
  uuid()
    .notNull()
    .references(() => organization.id, { onDelete: 'cascade' });

/** Columns of an entity that an organisation owns. Its primary key is (organization_id, id), the target of composite keys. */
export const entity = {
  organizationId: organizationId(),
  id: uuid().notNull().defaultRandom(),
  createdAt: moment().notNull().defaultNow(),
};
