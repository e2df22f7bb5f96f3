import { NodePgSession } from 'drizzle-orm/node-postgres';
import { PgDatabase, PgDialect } from 'drizzle-orm/pg-core';
import { sql, type SQL } from 'drizzle-orm';
import type { Pool, PoolClient, QueryResult, QueryResultRow } from 'pg';
import type { Queries } from './transaction.ts';

/** One for the process: it keeps what columns are called in SQL, which `drizzle()` works out anew for each transaction. */
export const dialect = new PgDialect({ casing: 'snake_case' });

export const queriesOn = (client: Pool | PoolClient): Queries =>
  new PgDatabase(dialect, new NodePgSession(client, dialect, undefined), undefined);

/** A part without values, as text: where it is part of what runs often, drizzle would put it together each time. */
export const asText = (part: SQL): SQL => sql.raw(dialect.sqlToQuery(part).sql);

/** A statement of which only the values differ from time to time; gives its rows. */
export type Statement<Values> = <Row extends QueryResultRow>(queries: Queries, values: Values) => Promise<Row[]>;

/**
 * For what every request sends: the text is made once, and not each time. Where a value belongs stands `sql.placeholder` with its name.
 */
export function statementOf<Values extends Record<string, unknown>>(text: SQL): Statement<Values> {
  const made = dialect.sqlToQuery(text);
  return async <Row extends QueryResultRow>(queries: Queries, values: Values) => {
    const ready = queries._.session.prepareQuery<{ execute: QueryResult<Row>; all: unknown; values: unknown }>(
      made,
      undefined,
      undefined,
      false,
    );
    return (await ready.execute(values)).rows;
  };
}
