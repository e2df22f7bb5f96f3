import { asc, type Column, desc, type SQL, sql } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';

export interface PageRequest {
  /** Rows at most; brought into 1 to 100. */
  readonly first: number;
  /** A cursor of the page before. */
  readonly after?: string | undefined;
}

export interface Page<Row> {
  readonly edges: readonly { readonly row: Row; readonly cursor: string }[];
  readonly hasNextPage: boolean;
}

export const MAX_PAGE_ROWS = 100;

/** One column of a list's order. The last one must be unique, or rows would be lost between pages. */
export interface SortKey<Row> {
  readonly column: Column | SQL;
  readonly type: 'timestamptz' | 'uuid' | 'text' | 'float8';
  readonly of: (row: Row) => unknown;
}

export interface PagedList<Row> {
  /** Names the list with its order and filters: a cursor fits no other. */
  readonly purpose: readonly unknown[];
  readonly keys: readonly SortKey<Row>[];
  /** Of all keys, so that a page is one range of an index. */
  readonly direction: 'asc' | 'desc';
  readonly fetch: (after: SQL | undefined, orderBy: readonly SQL[], limit: number) => Promise<Row[]>;
}

/**
 * One page by keyset: the rows after the cursor's sort values, whatever was inserted or deleted meanwhile, so no row comes
 * twice and none is skipped. Throws `invalid-cursor`.
 */
export async function readPage<Row>(
  transaction: OrganizationTransaction,
  list: PagedList<Row>,
  request: PageRequest,
): Promise<Page<Row>> {
  const purpose = JSON.stringify(list.purpose);
  const limit = Math.min(Math.max(Math.trunc(request.first) || 1, 1), MAX_PAGE_ROWS);
  const after =
    request.after === undefined ? undefined : beyond(list, transaction.cursors.open(purpose, request.after));
  const order = list.keys.map(({ column }) => (list.direction === 'asc' ? asc(column) : desc(column)));
  const rows = await list.fetch(after, order, limit + 1);
  const seal = (row: Row): string =>
    transaction.cursors.seal(
      purpose,
      list.keys.map(({ of }) => of(row)),
    );
  return {
    edges: rows.slice(0, limit).map((row) => ({ row, cursor: seal(row) })),
    hasNextPage: rows.length > limit,
  };
}

/** (a, b) > (x, y), which Postgres answers from an index on (a, b). */
function beyond<Row>({ keys, direction }: PagedList<Row>, values: readonly unknown[]): SQL {
  const columns = sql.join(
    keys.map(({ column }) => sql`${column}`),
    sql`, `,
  );
  const bounds = sql.join(
    keys.map(({ type }, i) => sql`${values[i]}::${sql.raw(type)}`),
    sql`, `,
  );
  return direction === 'asc' ? sql`(${columns}) > (${bounds})` : sql`(${columns}) < (${bounds})`;
}

/** The newest first: the usual order of a list. */
export function newestFirst<Row extends { createdAt: Date; id: string }>(table: {
  createdAt: Column;
  id: Column;
}): Pick<PagedList<Row>, 'keys' | 'direction'> {
  return {
    direction: 'desc',
    keys: [
      { column: table.createdAt, type: 'timestamptz', of: (row) => row.createdAt.toISOString() },
      { column: table.id, type: 'uuid', of: (row) => row.id },
    ],
  };
}
