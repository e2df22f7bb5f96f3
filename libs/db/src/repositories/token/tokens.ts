import type { TokenName } from '@facet/base';
import type { Fingerprint, InversionId, LibraryId, TokenId, UserId } from '@facet/contracts';
import { and, arrayContains, desc, eq, getTableColumns, inArray, lte, or, sql, type SQL } from 'drizzle-orm';
import { asText } from '../../connection/queries.ts';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { notFound } from '../../errors.ts';
import { attributeToken, library, tokenFavorite, user } from '../../schema/index.ts';
import { madeBy, type Actor } from '../account/actor.ts';
import type { Library } from '../library/libraries.ts';
import { visibleLibraries } from '../library/visible-libraries.ts';
import { contains } from '../rows/conditions.ts';
import { ofModel } from '../model/models.ts';
import { plainColumns } from '../rows/plain-columns.ts';
import { MAX_PAGE_ROWS, newestFirst, type Page, type PagedList, type PageRequest, readPage } from '../rows/page.ts';
import { normalTags } from './normal-tags.ts';

const {
  vectors: _vectors,
  embedding: _embedding,
  cells: _cells,
  map: _map,
  standIn: _standIn,
  ...light
} = getTableColumns(attributeToken);

const { embedding: _, ...full } = getTableColumns(attributeToken);

/** A version of a token without vectors, cells and map, which can be a hundred kilobytes. */
export type TokenRow = Omit<typeof attributeToken.$inferSelect, 'vectors' | 'embedding' | 'cells' | 'map' | 'standIn'>;

/** A token as lists show it, to whoever reads it. */
export interface Token extends TokenRow {
  /** Whether the user who reads it likes it; an API key likes nothing. */
  readonly isFavorite: boolean;
}

/** A token with all that its native file holds. */
export interface TokenContent extends Omit<typeof attributeToken.$inferSelect, 'embedding'> {
  /** Its name as the database compares names. */
  readonly sortName: string;
}

export const rowColumns = light;

/** A name as the database orders and compares it; JavaScript's lower case is not always the same. */
export const sortName = asText(sql`lower(${attributeToken.name})`) as SQL<string>;

export const tokenColumns = (transaction: OrganizationTransaction, actor: Actor) => ({
  ...light,
  isFavorite: sql<boolean>`${likedBy(transaction, actor)}`.as('is_favorite'),
});

/** The token is one that the user likes. */
const likedBy = ({ organizationId }: OrganizationTransaction, actor: Actor): SQL =>
  actor.kind === 'user' ? sql`exists (${favorite} (${organizationId}, ${actor.id}))` : sql`false`;

const favorite: SQL = asText(sql`select from ${tokenFavorite}
  where ${tokenFavorite.lineageId} = ${attributeToken.lineageId} and (${tokenFavorite.organizationId}, ${tokenFavorite.userId}) =`);

/** A token's library, by its whole key; both are read through row security. */
export const inItsLibrary: SQL = asText(
  sql`${library.organizationId} = ${attributeToken.organizationId} and ${library.id} = ${attributeToken.libraryId}`,
);

const isLatest: SQL = asText(sql`${attributeToken.isLatest}`);

/** Rows for the ids that the actor may see, of any version, in no order. */
export const getTokens = (
  transaction: OrganizationTransaction,
  actor: Actor,
  ids: readonly TokenId[],
): Promise<Token[]> =>
  transaction.sql
    .select(tokenColumns(transaction, actor))
    .from(attributeToken)
    .innerJoin(library, inItsLibrary)
    .where(and(inArray(attributeToken.id, [...ids]), visibleLibraries(actor)));

/**
 * Versions of tokens by what recipes in pictures know them by, of those that the actor may see: own ones before granted ones, newest
 * first. Copies of a token have its hash.
 */
export const getTokensByHash = (
  transaction: OrganizationTransaction,
  actor: Actor,
  hashes: readonly string[],
): Promise<Token[]> =>
  transaction.sql
    .select(tokenColumns(transaction, actor))
    .from(attributeToken)
    .innerJoin(library, inItsLibrary)
    .where(and(inArray(attributeToken.hash, [...hashes]), visibleLibraries(actor)))
    .orderBy(sql`${attributeToken.organizationId} <> ${transaction.organizationId}`, desc(attributeToken.createdAt))
    .limit(MAX_PAGE_ROWS);

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
    .select({ ...full, sortName })
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
    .select(tokenColumns(transaction, actor))
    .from(attributeToken)
    .where(and(eq(attributeToken.organizationId, organizationId), eq(attributeToken.lineageId, lineageId)))
    .orderBy(desc(attributeToken.version));
}

/** The newest versions of each of these tokens that the actor may see, at most `count`, the newest first. */
export async function getVersionsOf(
  transaction: OrganizationTransaction,
  actor: Actor,
  ids: readonly TokenId[],
  count: number,
): Promise<Map<TokenId, Token[]>> {
  const asked = await getTokens(transaction, actor, ids);
  const lineages = [...new Set(asked.map(({ lineageId }) => lineageId))];
  const place = sql<number>`row_number() over (partition by ${attributeToken.organizationId}, ${attributeToken.lineageId} order by ${attributeToken.version} desc)`;
  const ranked = transaction.sql
    .select({ organizationId: attributeToken.organizationId, id: attributeToken.id, place: place.as('place') })
    .from(attributeToken)
    .where(inArray(attributeToken.lineageId, lineages))
    .as('ranked');
  const rows = await transaction.sql
    .select(tokenColumns(transaction, actor))
    .from(attributeToken)
    .innerJoin(ranked, and(eq(ranked.organizationId, attributeToken.organizationId), eq(ranked.id, attributeToken.id)))
    .where(lte(ranked.place, count))
    .orderBy(desc(attributeToken.version));
  const isOf = (token: Token) => (row: Token) =>
    row.organizationId === token.organizationId && row.lineageId === token.lineageId;
  return new Map(asked.map((token) => [token.id, rows.filter(isOf(token))]));
}

export interface TokenFilter {
  readonly libraryId?: LibraryId | undefined;
  readonly attribute?: TokenName | undefined;
  /** Part of the name. */
  readonly name?: string | undefined;
  /** In the name, the notes or a tag. */
  readonly text?: string | undefined;
  /** Has all of these. */
  readonly tags?: readonly string[] | undefined;
  /** True: only what the user who reads likes. */
  readonly isFavorite?: boolean | undefined;
  readonly madeBy?: Actor | undefined;
  /** Whoever is no member has made nothing, as far as is told here: the makers of what is granted are their own organisation's affair. */
  readonly madeByMember?: UserId | undefined;
  /** Of the model now or formerly. */
  readonly fingerprint?: Fingerprint | undefined;
  readonly inversionId?: InversionId | undefined;
}

/** The newest versions that the actor may see and the filter lets through. */
export function matchingTokens(
  transaction: OrganizationTransaction,
  actor: Actor,
  filter: TokenFilter,
): SQL | undefined {
  const { libraryId, attribute, name, text, tags, isFavorite, madeBy: maker, madeByMember, fingerprint } = filter;
  const { inversionId } = filter;
  return and(
    isLatest,
    visibleLibraries(actor),
    libraryId === undefined ? undefined : eq(attributeToken.libraryId, libraryId),
    attribute === undefined ? undefined : eq(attributeToken.attribute, attribute),
    name === undefined ? undefined : contains(attributeToken.name, name),
    text === undefined
      ? undefined
      : or(
          contains(attributeToken.name, text),
          contains(attributeToken.notes, text),
          contains(sql`array_to_string(${attributeToken.tags}, ' ')`, text),
        ),
    tags === undefined ? undefined : arrayContains(attributeToken.tags, normalTags(tags)),
    isFavorite === true ? likedBy(transaction, actor) : undefined,
    maker === undefined ? undefined : madeBy(attributeToken, maker),
    madeByMember === undefined ? undefined : byMember(madeByMember),
    fingerprint === undefined ? undefined : ofModel(attributeToken.fingerprint, fingerprint),
    inversionId === undefined ? undefined : eq(attributeToken.inversionId, inversionId),
  );
}

/** Row security shows the members of the organisation that reads, and nobody else. */
const byMember = (id: UserId): SQL =>
  sql`${attributeToken.createdBy} = ${id} and exists (select from ${user} where ${user.id} = ${id})`;

export type TokenOrder = 'newest' | 'name';

/** A token in a list, with the library that it is in, which has been read anyway. */
export interface ListedToken extends Token {
  readonly library: Library;
}

interface SortedToken extends ListedToken {
  readonly sortName: string;
}

/** Beside the columns. */
interface ListedRow extends Pick<SortedToken, 'isFavorite' | 'sortName'> {
  readonly library: Record<string, unknown> | null;
}

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

const tokenList = plainColumns(light);
const libraryList = plainColumns(getTableColumns(library));

const [ofLibraries, ofTokens] = [asText(sql`from ${library}`), asText(sql`from ${attributeToken}`)];

const commas = (parts: readonly SQL[]): SQL => sql.join([...parts], sql`, `);

export function listTokens(
  transaction: OrganizationTransaction,
  actor: Actor,
  filter: TokenFilter,
  request: PageRequest & { readonly order?: TokenOrder | undefined },
): Promise<Page<ListedToken>> {
  const order = request.order ?? 'newest';
  return readPage<SortedToken>(
    transaction,
    {
      purpose: ['tokens', actor, filter, order],
      ...ORDERS[order],
      async fetch(range, orderBy, limit, inOrder) {
        const mayBeIn = and(visibleLibraries(actor), filter.libraryId && eq(library.id, filter.libraryId));
        const sorted = order === 'name' ? sql`page."sortName"` : sql`page."createdAt"`;
        // Of each library its own page, a range of an index: so the page of all costs by libraries and not by tokens.
        const { rows } = await transaction.sql.execute(sql`
          select page.*, case when page."isFirst" then ${libraryList.json} end as library ${ofLibraries} cross join lateral (
            select ${tokenList.list}, ${likedBy(transaction, actor)} as "isFavorite", ${sortName} as "sortName",
              row_number() over (order by ${commas(orderBy)}) = 1 as "isFirst"
            ${ofTokens}
            where ${and(inItsLibrary, matchingTokens(transaction, actor, filter), range)}
            order by ${commas(orderBy)} limit ${limit}) page
          where ${mayBeIn} order by ${commas([inOrder(sorted), inOrder(sql`page."id"`)])} limit ${limit}`);
        // A library comes with the first of its tokens.
        const libraries = new Map<LibraryId, Library>();
        return rows.map((row) => {
          const { library: its, isFavorite, sortName: name } = row as unknown as ListedRow;
          const token = tokenList.read(row);
          if (its) libraries.set(token.libraryId, libraryList.read(its));
          return Object.assign(token, { isFavorite, sortName: name, library: libraries.get(token.libraryId)! });
        });
      },
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
  const { rows } = await transaction.sql.execute<{ count: number }>(
    sql`select count(*)::int ${ofTokens}, ${library} where ${and(inItsLibrary, matchingTokens(transaction, actor, filter))}`,
  );
  return rows[0]!.count;
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
