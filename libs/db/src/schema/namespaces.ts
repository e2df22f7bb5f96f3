import { pgRole, pgSchema } from 'drizzle-orm/pg-core';

/** What organisations own. */
export const facet = pgSchema('facet');
/** Who people are and where they belong: the tables of better-auth. */
export const auth = pgSchema('auth');

/** Roles are made by the migration runner, because they belong to the whole server. */
export const facetApp = pgRole('facet_app').existing();
export const facetOps = pgRole('facet_ops').existing();
