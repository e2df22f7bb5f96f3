import type { TokenId } from '@facet/contracts';
import { and, eq, ne, sql, type SQL } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { notFound } from '../../errors.ts';
import { attributeToken, library } from '../../schema/index.ts';
import type { Actor } from '../account/actor.ts';
import { visibleLibraries } from '../library/visible-libraries.ts';
import { type Page, type PageRequest, readPage } from '../rows/page.ts';
import { inItsLibrary, matchingTokens, type Token, tokenColumns, type TokenFilter } from './tokens.ts';
import { vectorDistance } from './vector-distance.ts';

export interface SimilarToken extends Token {
  /** Cosine distance of the embeddings: 0 the same direction, 1 unrelated, 2 opposite. */
  readonly distance: number;
}

/**
 * Tokens of the same model and attribute as `id`, nearest first, without its own versions. Vectors of different models live
 * in different spaces, and of different attributes mean different things, so they are not compared. Throws `not-found`.
 */
export async function similarTokens(
  transaction: OrganizationTransaction,
  actor: Actor,
  id: TokenId,
  filter: Omit<TokenFilter, 'attribute' | 'fingerprint'>,
  request: PageRequest,
): Promise<Page<SimilarToken>> {
  const [origin] = await transaction.sql
    .select({
      embedding: attributeToken.embedding,
      attribute: attributeToken.attribute,
      fingerprint: attributeToken.fingerprint,
      lineageId: attributeToken.lineageId,
    })
    .from(attributeToken)
    .innerJoin(library, inItsLibrary)
    .where(and(eq(attributeToken.id, id), visibleLibraries(actor)));
  if (!origin) throw notFound('token', id);
  const { embedding, attribute, fingerprint, lineageId } = origin;
  const distance: SQL<number> = (await vectorDistance(transaction))(attributeToken.embedding, embedding);
  const width = eq(attributeToken.vectorWidth, embedding.length);
  return readPage<SimilarToken>(
    transaction,
    {
      purpose: ['similar-tokens', actor, id, filter],
      direction: 'asc',
      keys: [
        { column: distance, type: 'float8', of: (row) => row.distance },
        { column: attributeToken.id, type: 'uuid', of: (row) => row.id },
      ],
      fetch: (after, orderBy, limit) =>
        transaction.sql
          .select({ ...tokenColumns(transaction, actor), distance: sql<number>`${distance}`.mapWith(Number) })
          .from(attributeToken)
          .innerJoin(library, inItsLibrary)
          .where(
            and(
              matchingTokens(transaction, actor, { ...filter, attribute, fingerprint }),
              ne(attributeToken.lineageId, lineageId),
              width,
              after,
            ),
          )
          .orderBy(...orderBy)
          .limit(limit),
    },
    request,
  );
}
