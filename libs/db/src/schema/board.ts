import type { UserId } from '@facet/contracts';
import { sql } from 'drizzle-orm';
import { check, integer, jsonb, primaryKey, uuid } from 'drizzle-orm/pg-core';
import { user } from './auth.ts';
import { moment, organizationId } from './columns.ts';
import { facet } from './namespaces.ts';
import { tenantPolicy } from './policies.ts';

/** The board that a user is at in an organisation, as the web application writes it, so that it is there on another device too. */
export const boardDraft = facet.table(
  'board_draft',
  {
    organizationId: organizationId(),
    userId: uuid()
      .$type<UserId>()
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    content: jsonb().$type<Record<string, unknown>>().notNull(),
    /** Times it was saved: whoever saves over another device's changes notices. */
    revision: integer().notNull().default(1),
    updatedAt: moment().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.userId] }),
    check('board_draft_is_small', sql`octet_length(content::text) <= 131072`),
    tenantPolicy(),
  ],
);
