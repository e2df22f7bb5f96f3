import { type Column, type InferColumnsDataTypes, sql, type SQL } from 'drizzle-orm';
import { dialect } from '../../connection/queries.ts';

/** Columns of a statement that is written as text. */
export interface PlainColumns<Columns extends Record<string, Column>> {
  /** The list, for SELECT: each column under its own name. */
  readonly list: SQL;
  /** All of them as one JSON object, for a row that comes with many others. */
  readonly json: SQL;
  /** The row out of what `execute` brings, or out of its `json`. */
  read(row: Record<string, unknown>): InferColumnsDataTypes<Columns>;
}

/**
 * Columns for a statement that runs so often that drizzle's way counts: it makes the text anew each time, and goes over every column
 * of every row, which for a page of 50 tokens takes longer than PostgreSQL.
 */
export function plainColumns<Columns extends Record<string, Column>>(columns: Columns): PlainColumns<Columns> {
  const entries = Object.entries(columns);
  const texts = entries.map(([key, column]) => ({ key, text: dialect.sqlToQuery(sql`${column}`).sql }));
  return {
    list: sql.raw(texts.map(({ key, text }) => `${text} as "${key}"`).join()),
    json: sql.raw(`json_build_object(${texts.map(({ key, text }) => `'${key}', ${text}`).join()})`),
    read(row) {
      const read: Record<string, unknown> = {};
      for (const [key, column] of entries) {
        const value = row[key];
        read[key] = value === null ? null : column.mapFromDriverValue(value);
      }
      return read as InferColumnsDataTypes<Columns>;
    },
  };
}
