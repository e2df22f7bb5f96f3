import { sql, type SQL } from 'drizzle-orm';
import { pgPolicy } from 'drizzle-orm/pg-core';
import { facetApp, facetOps } from './namespaces.ts';

/**
 * The organisation of the running transaction; null outside one. After a transaction the setting is '', not null, and '' is
 * no uuid: hence nullif. A subquery, so that a statement asks once and not for every row.
 */
export const CURRENT_ORGANIZATION = `(select nullif(current_setting('app.organization_id', true), '')::uuid)`;

const ownRows = sql.raw(`organization_id = ${CURRENT_ORGANIZATION}`);

/** An organisation sees and writes its own rows; `also` narrows what it may write. */
export const tenantPolicy = (also?: string) =>
  pgPolicy('tenant', {
    as: 'permissive',
    for: 'all',
    to: facetApp,
    using: ownRows,
    withCheck: also === undefined ? ownRows : sql.raw(`organization_id = ${CURRENT_ORGANIZATION} and ${also}`),
  });

/** More rows that the app may read, and only read. */
export const readPolicy = (name: string, using: SQL) =>
  pgPolicy(name, { as: 'permissive', for: 'select', to: facetApp, using });

/** Who reads, as src/connection/reader.ts writes it; null for our own work, which sees everything. */
const READER = `(select nullif(current_setting('app.reader', true), ''))`;

/** The column names the user who reads. */
export function isReader(column: string): string {
  return `'user:' || ${column}::text = ${READER}`;
}

/** Whoever made a row sees it, also when what it was made of is private to somebody else by now. */
export const MADE_BY_READER = `(${isReader('created_by')} or 'api-key:' || created_by_key = ${READER})`;

/** Private to this user, if to anybody. */
export const privateTo = (column: string): string => `(${column} is null or ${isReader(column)})`;

/** Narrows what a reader inside the organisation sees of its rows. `visible` is SQL. */
export const readerPolicy = (visible: string) =>
  pgPolicy('reader', {
    as: 'restrictive',
    for: 'select',
    to: facetApp,
    using: sql.raw(`${READER} is null or ${visible}`),
  });

/** Cross-tenant jobs see all rows of this table; grants in the migrations say which columns, and what they may do. */
export const operationsPolicy = () =>
  pgPolicy('operations', { as: 'permissive', for: 'all', to: facetOps, using: sql`true`, withCheck: sql`true` });
