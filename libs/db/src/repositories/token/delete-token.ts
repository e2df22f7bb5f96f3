import type { CompositionId, TokenId } from '@facet/contracts';
import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError, named } from '../../errors.ts';
import { attributeToken, composition, compositionSlot } from '../../schema/index.ts';
import type { Actor } from '../account/actor.ts';
import { own } from '../rows/conditions.ts';
import { deleteTokenRows } from '../rows/delete-token-rows.ts';
import { lockLineage } from './lock-lineage.ts';
import type { TokenRow } from './tokens.ts';

export interface TokenUses {
  /** Compositions of this organisation that use any version of the token. */
  readonly compositions: number;
  /** The newest of them, at most ten. */
  readonly compositionIds: readonly CompositionId[];
}

const UNUSED: TokenUses = { compositions: 0, compositionIds: [] };
const MAX_USES = 10;

/** What uses a token of the organisation. What other organisations do with a granted token is theirs and not counted. */
export async function tokenUses(transaction: OrganizationTransaction, actor: Actor, id: TokenId): Promise<TokenUses> {
  const { lineageId } = await lockLineage(transaction, actor, id);
  return (await usesOf(transaction, [lineageId])).get(lineageId) ?? UNUSED;
}

/** By lineage; those that nothing uses are missing. */
export async function usesOf(
  transaction: OrganizationTransaction,
  lineageIds: readonly TokenId[],
): Promise<Map<TokenId, TokenUses>> {
  const { sql: queries } = transaction;
  const used = queries
    .selectDistinct({ lineageId: attributeToken.lineageId, id: composition.id, createdAt: composition.createdAt })
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
    .where(own(transaction, composition, inArray(attributeToken.lineageId, [...lineageIds])))
    .as('used');
  const rows = await queries
    .select({
      lineageId: used.lineageId,
      compositions: sql<number>`count(*)::int`,
      compositionIds: sql<
        CompositionId[]
      >`(array_agg(${used.id} order by ${desc(used.createdAt)}))[1:${sql.raw(String(MAX_USES))}]`,
    })
    .from(used)
    .groupBy(used.lineageId);
  return new Map(rows.map(({ lineageId, ...uses }) => [lineageId, uses]));
}

/** Says why a token that is used should not be deleted; undefined for one that is not. */
export function inUse({ name }: Pick<TokenRow, 'name'>, uses: TokenUses | undefined): DatabaseError | undefined {
  if (uses === undefined) return undefined;
  return new DatabaseError(
    'in-use',
    `The token ${JSON.stringify(name)} is used by ${uses.compositions} compositions (${uses.compositionIds.map((each) => named('composition', each)).join(', ')}). Delete it even so, or keep it.`,
  );
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
  const token = await lockLineage(transaction, actor, id);
  const refusal = evenInUse
    ? undefined
    : inUse(token, (await usesOf(transaction, [token.lineageId])).get(token.lineageId));
  if (refusal) throw refusal;
  await deleteTokenRows(transaction, eq(attributeToken.lineageId, token.lineageId));
}
