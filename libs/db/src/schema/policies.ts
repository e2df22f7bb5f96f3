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

/** Cross-tenant jobs see all rows of this table; grants in the migrations say which columns, and what they may do. */
export const operationsPolicy = () =>
  pgPolicy('operations', { as: 'permissive', for: 'all', to: facetOps, using: sql`true`, withCheck: sql`true` });
