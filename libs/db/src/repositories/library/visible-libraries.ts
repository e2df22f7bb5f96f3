import { eq, or, sql, type SQL } from 'drizzle-orm';
import { library } from '../../schema/index.ts';
import type { Actor } from '../account/actor.ts';

/**
 * Of the libraries that row security shows (the organisation's and those granted to it), those that this actor may see: a
 * private one is its creator's alone. API keys belong to the organisation and see what all its members see.
 */
export function visibleLibraries(actor: Actor): SQL | undefined {
  const shared = eq(library.visibility, 'organization');
  if (actor.kind === 'system') return sql`true`;
  return actor.kind === 'user' ? or(shared, eq(library.createdBy, actor.id)) : shared;
}
