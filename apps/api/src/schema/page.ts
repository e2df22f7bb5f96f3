import { MAX_PAGE_ROWS, type Page, type PageRequest } from '@facet/db';
import type { ArgBuilder, ObjectRef } from '@pothos/core';
import type { GraphQLResolveInfo } from 'graphql';
import { InvalidInputError } from '../errors.ts';
import { asksFor } from '../graphql/asks-for.ts';
import type { Context } from '../graphql/context.ts';
import { inOrganization } from '../graphql/context.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { OrganizationTransaction } from '@facet/db';
import type { CostOfField, Rows } from '../graphql/measure.ts';
import { builder } from './builder.ts';

type Types = typeof builder.$inferSchemaTypes;

const DEFAULT_ROWS = 20;

/** One page of a list. */
export interface Connection<Row> {
  readonly page: Page<Row>;
  /** Rows of the whole list, where somebody asks for it. */
  readonly total: number | undefined;
}

export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly last?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly before?: string | null | undefined;
}

const clamp = (rows: unknown): number =>
  Math.min(Math.max(typeof rows === 'number' ? Math.trunc(rows) : DEFAULT_ROWS, 1), MAX_PAGE_ROWS);

/** For the cost: a connection brings as many rows as its page has. The `extensions` of each field that is one. */
export const PAGED: CostOfField = { rows: ({ first, last }) => clamp(first ?? last) };

/** The `extensions` of a list that is no connection: it has so many entries at most, and costs as many rows. */
export const atMost = (count: number): CostOfField => ({ atMost: count });

/** The same of a list whose entries come with the row that has it. */
export const embedded = (count: number): CostOfField => ({ atMost: count, isEmbedded: true });

/** Rows of a field that takes a list of this name, of at most so many, and brings as many; a longer one is refused for that. */
export const asManyAs =
  (argument: string, most: number): Rows =>
  (args) =>
    Math.min((args[argument] as readonly unknown[]).length, most);

/** As Relay's specification of connections has them. */
export const pageArgs = (arg: ArgBuilder<Types>) => ({
  first: arg.int({ description: `Rows of a page: brought into 1 to ${MAX_PAGE_ROWS}, ${DEFAULT_ROWS} by default.` }),
  after: arg.string({ description: 'The endCursor of the page before. It fits only the list it came from.' }),
  last: arg.int({ description: 'In place of first: rows from the end.' }),
  before: arg.string({ description: 'The startCursor of the page after.' }),
});

/** Throws `InvalidInputError` for both directions at once. An empty cursor is none: clients begin with one. */
function requestOf({ first, last, after, before }: PageArguments): PageRequest {
  if (typeof first === 'number' && typeof last === 'number')
    throw new InvalidInputError('first and last exclude each other. Give one of them.');
  const rows = typeof last === 'number' ? { last: clamp(last) } : { first: clamp(first) };
  return { ...rows, after: after || undefined, before: before || undefined };
}

type Ask<Result> = (transaction: OrganizationTransaction, viewer: Viewer) => Promise<Result>;

/** Reads a page; the list is counted only if somebody asks for `totalCount`, and then in the page's transaction. */
export async function readConnection<Row>(
  context: Context,
  info: GraphQLResolveInfo,
  page: PageArguments,
  list: (request: PageRequest) => Ask<Page<Row>>,
  count: Ask<number>,
  /** False where the list or its count takes statements that wait for one another. */
  isOneTurn = true,
): Promise<Connection<Row>> {
  const read = list(requestOf(page));
  const isCounted = asksFor(info, 'totalCount');
  const ask: Ask<Connection<Row>> = async (...of) => {
    const [rows, total] = await Promise.all([read(...of), isCounted ? count(...of) : undefined]);
    return { page: rows, total };
  };
  return inOrganization(context, ask, { isOneTurn });
}

const PageInfo = builder.objectRef<Page<unknown>>('PageInfo').implement({
  description: 'Where a page stands in its list, as Relay has it.',
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage', {
      description: 'Whether rows come after it; backwards: whether `before` was given.',
    }),
    hasPreviousPage: t.exposeBoolean('hasPreviousPage', {
      description: 'Whether rows come before it; forwards: whether `after` was given.',
    }),
    startCursor: t.string({
      description: 'Of its first row; null for an empty page.',
      nullable: true,
      resolve: ({ edges }) => edges[0]?.cursor ?? null,
    }),
    endCursor: t.string({
      description: 'Of its last row; null for an empty page.',
      nullable: true,
      resolve: ({ edges }) => edges.at(-1)?.cursor ?? null,
    }),
  }),
});

/** The types `<Node>Connection` and `<Node>Edge`. */
export function connectionOf<Row>(name: string, node: ObjectRef<Types, unknown, Row>) {
  type Edge = Page<Row>['edges'][number];
  const edge = builder.objectRef<Edge>(`${name}Edge`).implement({
    description: 'A row of a page.',
    fields: (t) => ({
      cursor: t.exposeString('cursor', { description: 'For `after` and `before` of the same list.' }),
      node: t.field({ description: 'What the row shows.', type: node, resolve: ({ row }) => row as never }),
    }),
  });
  return builder.objectRef<Connection<Row>>(`${name}Connection`).implement({
    description: 'One page of a list.',
    fields: (t) => ({
      edges: t.field({
        description: 'Its rows, in the order of the list.',
        type: [edge],
        extensions: { counted: true },
        resolve: ({ page }) => [...page.edges],
      }),
      pageInfo: t.field({
        description: 'Where the page stands in the list.',
        type: PageInfo,
        resolve: ({ page }) => page,
      }),
      totalCount: t.int({ description: 'Rows of the whole list.', resolve: ({ total }) => total! }),
    }),
  });
}
