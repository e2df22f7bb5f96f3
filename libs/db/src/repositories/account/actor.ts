import type { UserId } from '@facet/contracts';
import { eq, sql, type Column, type SQL } from 'drizzle-orm';

/** Who acts inside an organisation. `system` is our own work for it: workers and sweepers. */
export type Actor =
  { readonly kind: 'user'; readonly id: UserId } | { readonly kind: 'api-key' | 'system'; readonly id: string };

/** The user behind an actor, for `created_by` columns. */
export const userOf = (actor: Actor): UserId | null => (actor.kind === 'user' ? actor.id : null);

/** The columns that say who made a row. */
export interface Maker {
  readonly createdBy: UserId | null;
  readonly createdByKey: string | null;
}

export const makerOf = (actor: Actor): Maker => ({
  createdBy: userOf(actor),
  createdByKey: actor.kind === 'api-key' ? actor.id : null,
});

/** Rows that this user or API key made. */
export const madeBy = (table: { createdBy: Column; createdByKey: Column }, actor: Actor): SQL => {
  if (actor.kind === 'system') return sql`false`;
  return actor.kind === 'user' ? eq(table.createdBy, actor.id) : eq(table.createdByKey, actor.id);
};
