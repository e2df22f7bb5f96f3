import { and, asc, type Column, desc, type SQL, sql } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';

/** As Relay's connections have it. With both cursors the page lies between them. */
export interface PageRequest {
  /** Rows at most, from the beginning; brought into 1 to 100. */
  readonly first?: number | undefined;
  /** The same from the end, in the list's order all the same. Not together with `first`. */
  readonly last?: number | undefined;
  /** A cursor that all rows come after. */
  readonly after?: string | undefined;
  /** A cursor that all rows come before. */
  readonly before?: string | undefined;
}

export interface Edge<Row> {
  readonly row: Row;
  readonly cursor: string;
}

export interface Page<Row> {
  readonly edges: readonly Edge<Row>[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

export const MAX_PAGE_ROWS = 100;

/** One column of a list's order. The last one must be unique, or rows would be lost between pages. */
export interface SortKey<Row> {
  readonly column: Column | SQL;
  readonly type: 'timestamptz' | 'uuid' | 'text' | 'float8';
  readonly of: (row: Row) => unknown;
}

type Direction = 'asc' | 'desc';

export interface PagedList<Row> {
  /** Names the list with its order and filters: a cursor fits no other. */
  readonly purpose: readonly unknown[];
  readonly keys: readonly SortKey<Row>[];
  /** Of all keys, so that a page is one range of an index. */
  readonly direction: Direction;
  readonly fetch: (
    range: SQL | undefined,
    orderBy: readonly SQL[],
    limit: number,
    /** What `orderBy` has done with each key, for a statement that sorts twice. */
    inOrder: (column: Column | SQL) => SQL,
  ) => Promise<Row[]>;
}

/**
 * One page by keyset: the rows after or before the cursor's sort values, whatever was inserted or deleted meanwhile, so no row
 * comes twice and none is skipped. What lies on the other side of a cursor is not looked for: the row that it was made of does.
 * Throws `invalid-cursor`.
 */
export async function readPage<Row>(
  transaction: OrganizationTransaction,
  list: PagedList<Row>,
  request: PageRequest,
): Promise<Page<Row>> {
  const purpose = JSON.stringify(list.purpose);
  const { first, last, after, before } = request;
  const isBackward = last !== undefined && first === undefined;
  const limit = Math.min(Math.max(Math.trunc(first ?? last ?? 1) || 1, 1), MAX_PAGE_ROWS);
  const opposite = list.direction === 'asc' ? 'desc' : 'asc';
  const beyond = (cursor: string | undefined, direction: Direction): SQL | undefined =>
    cursor === undefined ? undefined : past(list.keys, direction, transaction.cursors.open(purpose, cursor));
  const range = and(beyond(after, list.direction), beyond(before, opposite));
  const inOrder = (isBackward ? opposite : list.direction) === 'asc' ? asc : desc;
  const rows = await list.fetch(
    range,
    list.keys.map(({ column }) => inOrder(column)),
    limit + 1,
    inOrder,
  );
  const seal = (row: Row): string =>
    transaction.cursors.seal(
      purpose,
      list.keys.map(({ of }) => of(row)),
    );
  const isMore = rows.length > limit;
  const edges = rows.slice(0, limit).map((row) => new SealedEdge(row, seal));
  return {
    edges: isBackward ? edges.reverse() : edges,
    hasNextPage: isBackward ? before !== undefined : isMore,
    hasPreviousPage: isBackward ? isMore : after !== undefined,
  };
}

/** Sealed when somebody asks, since many who read a page ask for its last cursor only. */
class SealedEdge<Row> implements Edge<Row> {
  readonly row: Row;
  readonly #seal: (row: Row) => string;
  #cursor: string | undefined;

  constructor(row: Row, seal: (row: Row) => string) {
    this.row = row;
    this.#seal = seal;
  }

  get cursor(): string {
    return (this.#cursor ??= this.#seal(this.row));
  }
}

/** (a, b) > (x, y), which Postgres answers from an index on (a, b). */
function past<Row>(keys: readonly SortKey<Row>[], direction: Direction, values: readonly unknown[]): SQL {
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
