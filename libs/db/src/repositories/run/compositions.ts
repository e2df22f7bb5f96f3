import type { CompositionId, GridId, TokenId } from '@facet/contracts';
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { composition, compositionSlot } from '../../schema/index.ts';
import { own } from '../rows/conditions.ts';
import { newestFirst, type Page, type PageRequest, readPage } from '../rows/page.ts';
import { matchingRuns, type RunFilter } from './run-filter.ts';
import type { Composition } from './run-table.ts';

export const getCompositions = (
  transaction: OrganizationTransaction,
  ids: readonly CompositionId[],
): Promise<Composition[]> =>
  transaction.sql
    .select()
    .from(composition)
    .where(own(transaction, composition, inArray(composition.id, [...ids])));

export type CompositionSlot = typeof compositionSlot.$inferSelect;

/** The slots of these compositions, for lists. A slot whose token is deleted has no `tokenId`. */
export const getSlots = (
  transaction: OrganizationTransaction,
  ids: readonly CompositionId[],
): Promise<CompositionSlot[]> =>
  transaction.sql
    .select()
    .from(compositionSlot)
    .where(own(transaction, compositionSlot, inArray(compositionSlot.compositionId, [...ids])));

export interface CompositionFilter extends RunFilter {
  readonly tokenId?: TokenId | undefined;
  readonly basedOnId?: CompositionId | undefined;
  readonly gridId?: GridId | undefined;
}

const matching = (transaction: OrganizationTransaction, { tokenId, basedOnId, gridId, ...filter }: CompositionFilter) =>
  matchingRuns(
    transaction,
    'composition',
    filter,
    gridId === undefined ? undefined : eq(composition.gridId, gridId),
    basedOnId === undefined ? undefined : eq(composition.basedOnId, basedOnId),
    tokenId === undefined
      ? undefined
      : sql`exists (select from ${compositionSlot} where ${compositionSlot.organizationId} = ${composition.organizationId} and ${compositionSlot.compositionId} = ${composition.id} and ${compositionSlot.tokenId} = ${tokenId})`,
  );

export function listCompositions(
  transaction: OrganizationTransaction,
  filter: CompositionFilter,
  request: PageRequest,
): Promise<Page<Composition>> {
  return readPage<Composition>(
    transaction,
    {
      purpose: ['compositions', filter],
      ...newestFirst(composition),
      fetch: (after, orderBy, limit) =>
        transaction.sql
          .select()
          .from(composition)
          .where(and(matching(transaction, filter), after))
          .orderBy(...orderBy)
          .limit(limit),
    },
    request,
  );
}

export const countCompositions = (transaction: OrganizationTransaction, filter: CompositionFilter): Promise<number> =>
  transaction.sql.$count(composition, matching(transaction, filter));
