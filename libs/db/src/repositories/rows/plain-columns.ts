import { type Column, type InferColumnsDataTypes, sql, type SQL } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';

const dialect = new PgDialect({ casing: 'snake_case' });

/** Columns of a statement that is written as text. */
export interface PlainColumns<Columns extends Record<string, Column>> {
  /** The list, for SELECT: each column under its own name, with the prefix. */
  readonly list: SQL;
  /** The row out of what `execute` brings. */
  read(row: Record<string, unknown>): InferColumnsDataTypes<Columns>;
}

/**
 * Columns for a statement that runs so often that drizzle's way counts: it makes the text anew each time, and goes over every column
 * of every row, which for a page of 50 tokens takes longer than PostgreSQL.
 */
export function plainColumns<Columns extends Record<string, Column>>(
  columns: Columns,
  prefix = '',
): PlainColumns<Columns> {
  const entries = Object.entries(columns).map(([key, column]) => ({ key, column, alias: `${prefix}${key}` }));
  const text = entries.map(({ column, alias }) => `${dialect.sqlToQuery(sql`${column}`).sql} as "${alias}"`).join();
  return {
    list: sql.raw(text),
    read: (row) =>
      Object.fromEntries(
        entries.map(({ key, column, alias }) => {
          const value = row[alias];
          return [key, value === null ? null : column.mapFromDriverValue(value)];
        }),
      ) as InferColumnsDataTypes<Columns>,
  };
}
