import type { LibraryId, TokenId } from '@facet/contracts';
import { and, desc, inArray, isNotNull, sql } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { attributeToken, library } from '../../schema/index.ts';
import type { Actor } from '../account/actor.ts';
import { visibleLibraries } from '../library/visible-libraries.ts';
import { inItsLibrary, tokenColumns, type Token } from './tokens.ts';

/** The newest tokens with a picture of each of these libraries, at most `count`, newest first. */
export function getCovers(
  transaction: OrganizationTransaction,
  actor: Actor,
  libraryIds: readonly LibraryId[],
  count: number,
): Promise<Token[]> {
  const ranked = transaction.sql
    .select({
      id: attributeToken.id,
      place:
        sql<number>`row_number() over (partition by ${attributeToken.libraryId} order by ${attributeToken.createdAt} desc, ${attributeToken.id} desc)`.as(
          'place',
        ),
    })
    .from(attributeToken)
    .where(
      and(
        inArray(attributeToken.libraryId, [...libraryIds]),
        sql`${attributeToken.isLatest}`,
        isNotNull(attributeToken.previewKey),
      ),
    )
    .as('ranked');
  const chosen = transaction.sql
    .select({ id: ranked.id })
    .from(ranked)
    .where(sql`${ranked.place} <= ${count}`);
  return transaction.sql
    .select(tokenColumns(transaction, actor))
    .from(attributeToken)
    .innerJoin(library, inItsLibrary)
    .where(and(inArray(attributeToken.id, chosen), visibleLibraries(actor)))
    .orderBy(desc(attributeToken.createdAt), desc(attributeToken.id));
}

/** Where a token is active: `[stage][layer]`, the number of the vector or -1. */
export interface TokenCells {
  readonly id: TokenId;
  readonly cells: readonly (readonly number[])[];
}

/** Cells of the tokens that the actor may see, without their vectors. */
export const getCells = (
  transaction: OrganizationTransaction,
  actor: Actor,
  ids: readonly TokenId[],
): Promise<TokenCells[]> =>
  transaction.sql
    .select({ id: attributeToken.id, cells: attributeToken.cells })
    .from(attributeToken)
    .innerJoin(library, inItsLibrary)
    .where(and(inArray(attributeToken.id, [...ids]), visibleLibraries(actor)));
