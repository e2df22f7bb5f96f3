import type { CompositionId, TokenId } from '@facet/contracts';
import { and, desc, eq, sql } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError } from '../../errors.ts';
import { attributeToken, composition, compositionSlot } from '../../schema/index.ts';
import type { Actor } from '../account/actor.ts';
import { own } from '../rows/conditions.ts';
import { lockLineage } from './write-tokens.ts';

export interface TokenUses {
  /** Compositions of this organisation that use any version of the token. */
  readonly compositions: number;
  /** The newest of them, at most ten. */
  readonly compositionIds: readonly CompositionId[];
}

/** What uses a token of the organisation. What other organisations do with a granted token is theirs and not counted. */
export async function tokenUses(transaction: OrganizationTransaction, actor: Actor, id: TokenId): Promise<TokenUses> {
  return usesOf(transaction, (await lockLineage(transaction, actor, id)).lineageId);
}

async function usesOf(transaction: OrganizationTransaction, lineageId: TokenId): Promise<TokenUses> {
  const rows = await transaction.sql
    .select({ id: composition.id, all: sql<number>`count(*) over ()::int` })
    .from(composition)
    .innerJoin(
      compositionSlot,
      and(
        eq(compositionSlot.organizationId, composition.organizationId),
        eq(compositionSlot.compositionId, composition.id),
      ),
    )
    .innerJoin(
      attributeToken,
      and(
        eq(attributeToken.organizationId, compositionSlot.tokenOrganizationId),
        eq(attributeToken.id, compositionSlot.tokenId),
      ),
    )
    .where(own(transaction, composition, eq(attributeToken.lineageId, lineageId)))
    .groupBy(composition.organizationId, composition.id)
    .orderBy(desc(composition.createdAt))
    .limit(10);
  return { compositions: rows[0]?.all ?? 0, compositionIds: rows.map((row) => row.id) };
}

/**
 * Deletes a token with all its versions. Compositions that used it keep its name and their pictures, which hold the token in
 * their metadata, but cannot be run again. Throws `in-use` with what uses it, unless `evenInUse`.
 */
export async function deleteToken(
  transaction: OrganizationTransaction,
  actor: Actor,
  id: TokenId,
  { evenInUse = false }: { readonly evenInUse?: boolean } = {},
): Promise<void> {
  const { lineageId, name } = await lockLineage(transaction, actor, id);
  const { compositions, compositionIds } = await usesOf(transaction, lineageId);
  if (compositions > 0 && !evenInUse)
    throw new DatabaseError(
      'in-use',
      `The token ${JSON.stringify(name)} is used by ${compositions} compositions (${compositionIds.join(', ')}). Delete it even so, or keep it.`,
    );
  // Previews are their inversion's, and other tokens may show them.
  await transaction.sql
    .delete(attributeToken)
    .where(own(transaction, attributeToken, eq(attributeToken.lineageId, lineageId)));
}
