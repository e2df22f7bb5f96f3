import type { TokenName } from '@facet/base';
import type { Fingerprint, InversionId, LibraryId, TokenId } from '@facet/contracts';
import { and, desc, eq, getTableColumns, inArray, sql, type SQL } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { notFound } from '../../errors.ts';
import { attributeToken, library } from '../../schema/index.ts';
import type { Actor } from '../account/actor.ts';
import { visibleLibraries } from '../library/visible-libraries.ts';
import { contains } from '../rows/conditions.ts';
import { newestFirst, type Page, type PagedList, type PageRequest, readPage } from '../rows/page.ts';

const {
  vectors: _vectors,
  embedding: _embedding,
  cells: _cells,
  map: _map,
  standIn: _standIn,
  ...light
} = getTableColumns(attributeToken);

const { embedding: _, ...full } = getTableColumns(attributeToken);

/** A token as lists show it: everything but vectors, cells and map, which can be a hundred kilobytes. */
export type Token = Omit<typeof attributeToken.$inferSelect, 'vectors' | 'embedding' | 'cells' | 'map' | 'standIn'>;

/** A token with all that its native file holds. */
export type TokenContent = Omit<typeof attributeToken.$inferSelect, 'embedding'>;

export const tokenColumns = light;

/** A token's library, by its whole key; both are read through row security. */
export const inItsLibrary: SQL = sql`${library.organizationId} = ${attributeToken.organizationId} and ${library.id} = ${attributeToken.libraryId}`;

/** Rows for the ids that the actor may see, of any version, in no order. */
export const getTokens = (
  transaction: OrganizationTransaction,
  actor: Actor,
  ids: readonly TokenId[],
): Promise<Token[]> =>
  transaction.sql
    .select(light)
    .from(attributeToken)
    .innerJoin(library, inItsLibrary)
    .where(and(inArray(attributeToken.id, [...ids]), visibleLibraries(actor)));

/** Throws `not-found`. */
export async function requireToken(transaction: OrganizationTransaction, actor: Actor, id: TokenId): Promise<Token> {
  const [row] = await getTokens(transaction, actor, [id]);
  if (!row) throw notFound('token', id);
  return row;
}

/** Tokens with their vectors, for composing, exporting and copying, in no order. */
export const getTokenContents = (
  transaction: OrganizationTransaction,
  actor: Actor,
  ids: readonly TokenId[],
): Promise<TokenContent[]> =>
  transaction.sql
    .select(full)
    .from(attributeToken)
    .innerJoin(library, inItsLibrary)
    .where(and(inArray(attributeToken.id, [...ids]), visibleLibraries(actor)));

/** A token's vectors, each `[vectorWidth]`. */
export const vectorsOf = ({ vectors, vectorCount, vectorWidth }: TokenContent): number[][] =>
  Array.from({ length: vectorCount }, (_, i) => vectors.slice(i * vectorWidth, (i + 1) * vectorWidth));

/** All versions of the token that `id` is a version of, newest first. Throws `not-found`. */
export async function getVersions(transaction: OrganizationTransaction, actor: Actor, id: TokenId): Promise<Token[]> {
  const { organizationId, lineageId } = await requireToken(transaction, actor, id);
  return transaction.sql
    .select(light)
    .from(attributeToken)
    .where(and(eq(attributeToken.organizationId, organizationId), eq(attributeToken.lineageId, lineageId)))
    .orderBy(desc(attributeToken.version));
}

export interface TokenFilter {
  readonly libraryId?: LibraryId | undefined;
  readonly attribute?: TokenName | undefined;
  /** Part of the name. */
  readonly name?: string | undefined;
  readonly fingerprint?: Fingerprint | undefined;
  readonly inversionId?: InversionId | undefined;
}

/** The newest versions that the actor may see and the filter lets through. */
export function matchingTokens(actor: Actor, filter: TokenFilter): SQL | undefined {
  const { libraryId, attribute, name, fingerprint, inversionId } = filter;
  return and(
    eq(attributeToken.isLatest, true),
    visibleLibraries(actor),
    libraryId === undefined ? undefined : eq(attributeToken.libraryId, libraryId),
    attribute === undefined ? undefined : eq(attributeToken.attribute, attribute),
    name === undefined ? undefined : contains(attributeToken.name, name),
    fingerprint === undefined ? undefined : eq(attributeToken.fingerprint, fingerprint),
    inversionId === undefined ? undefined : eq(attributeToken.inversionId, inversionId),
  );
}

export type TokenOrder = 'newest' | 'name';

/** A row with its name as the database orders it; JavaScript's lower case is not always the same. */
interface SortedToken extends Token {
  readonly sortName: string;
}

const sortName = sql<string>`lower(${attributeToken.name})`;

const ORDERS: Record<TokenOrder, Pick<PagedList<SortedToken>, 'keys' | 'direction'>> = {
  newest: newestFirst(attributeToken),
  name: {
    direction: 'asc',
    keys: [
      { column: sortName, type: 'text', of: (row) => row.sortName },
      { column: attributeToken.id, type: 'uuid', of: (row) => row.id },
    ],
  },
};

export function listTokens(
  transaction: OrganizationTransaction,
  actor: Actor,
  filter: TokenFilter,
  request: PageRequest & { readonly order?: TokenOrder | undefined },
): Promise<Page<Token>> {
  const order = request.order ?? 'newest';
  return readPage<SortedToken>(
    transaction,
    {
      purpose: ['tokens', actor, filter, order],
      ...ORDERS[order],
      fetch: (after, orderBy, limit) =>
        transaction.sql
          .select({ ...light, sortName })
          .from(attributeToken)
          .innerJoin(library, inItsLibrary)
          .where(and(matchingTokens(actor, filter), after))
          .orderBy(...orderBy)
          .limit(limit),
    },
    request,
  );
}

/** How many tokens a list has in all. */
export async function countTokens(
  transaction: OrganizationTransaction,
  actor: Actor,
  filter: TokenFilter,
): Promise<number> {
  const [row] = await transaction.sql
    .select({ count: sql<number>`count(*)::int` })
    .from(attributeToken)
    .innerJoin(library, inItsLibrary)
    .where(matchingTokens(actor, filter));
  return row!.count;
}

/** How many tokens each of these libraries holds, for lists of libraries. */
export async function countTokensByLibrary(
  transaction: OrganizationTransaction,
  ids: readonly LibraryId[],
): Promise<Map<LibraryId, number>> {
  const rows = await transaction.sql
    .select({ id: attributeToken.libraryId, count: sql<number>`count(*)::int` })
    .from(attributeToken)
    .where(and(inArray(attributeToken.libraryId, [...ids]), eq(attributeToken.isLatest, true)))
    .groupBy(attributeToken.libraryId);
  return new Map(rows.map(({ id, count }) => [id, count]));
}
