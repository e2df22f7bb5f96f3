import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Transaction } from './wire-recorder.ts';

/** One operation's statements, and which of their values are new each time. */
export interface Recording {
  readonly transactions: readonly Transaction[];
  /** Values that differ between two runs of the operation and must not come twice: ids made for new rows, and chosen names. */
  readonly fresh: readonly string[];
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Compares two runs of one operation, in the first of which the client chose the name `chosen`. Throws when they are not the
 * same statements.
 */
export function recordingOf(first: readonly Transaction[], second: readonly Transaction[], chosen: string): Recording {
  if (texts(first) !== texts(second))
    throw new Error(`Two runs of one operation sent different statements:\n${texts(first)}\n${texts(second)}`);
  const other = valuesOf(second);
  const fresh = new Set<string>();
  for (const [i, value] of valuesOf(first).entries())
    if (value !== null && value !== other[i] && (value === chosen || UUID.test(value))) fresh.add(value);
  return { transactions: first, fresh: [...fresh] };
}

const texts = (run: readonly Transaction[]): string =>
  JSON.stringify(
    run.map(({ statements }) => statements.map(({ text }) => text)),
    undefined,
    1,
  );

const valuesOf = (run: readonly Transaction[]): (string | null)[] =>
  run.flatMap(({ statements }) => statements.flatMap(({ values }) => values));

export type Pools = Readonly<Record<string, Pool>>;

/** Sends the statements of an operation again, one after the other. Gives the rows of the statement that had the most. */
export async function replay(pools: Pools, { transactions, fresh }: Recording): Promise<unknown[]> {
  const renewed = new Map(fresh.map((value) => [value, UUID.test(value) ? randomUUID() : `name ${randomUUID()}`]));
  let rows: unknown[] = [];
  for (const { user, statements } of transactions) {
    const client = await pools[user]!.connect();
    try {
      for (const { text, values } of statements) {
        const result = await client.query(
          text,
          values.map((value) => (value === null ? null : (renewed.get(value) ?? value))),
        );
        if (result.rows.length > rows.length) rows = result.rows;
      }
    } finally {
      client.release();
    }
  }
  return rows;
}
