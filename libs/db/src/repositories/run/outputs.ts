import { type CompositionId, isOver, type OutputId, type TokenId } from '@facet/contracts';
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError, named, notFound } from '../../errors.ts';
import { compositionSlot, output } from '../../schema/index.ts';
import { own } from '../rows/conditions.ts';
import { newestFirst, type Page, type PageRequest, readPage } from '../rows/page.ts';
import { deleteStored, pictureKeysOf } from '../rows/delete-stored.ts';
import { requireRun } from './runs.ts';

export type Output = typeof output.$inferSelect;

/** The pictures of these compositions, in the order of their seeds. */
export const getOutputsOf = (transaction: OrganizationTransaction, ids: readonly CompositionId[]): Promise<Output[]> =>
  transaction.sql
    .select()
    .from(output)
    .where(own(transaction, output, inArray(output.compositionId, [...ids])))
    .orderBy(asc(output.compositionId), asc(output.index));

export const getOutputs = (transaction: OrganizationTransaction, ids: readonly OutputId[]): Promise<Output[]> =>
  transaction.sql
    .select()
    .from(output)
    .where(own(transaction, output, inArray(output.id, [...ids])));

export interface OutputFilter {
  readonly compositionId?: CompositionId | undefined;
  /** Of compositions that used it, in this version. */
  readonly tokenId?: TokenId | undefined;
}

const matching = (transaction: OrganizationTransaction, { compositionId, tokenId }: OutputFilter) =>
  own(
    transaction,
    output,
    compositionId === undefined ? undefined : eq(output.compositionId, compositionId),
    tokenId === undefined
      ? undefined
      : sql`exists (select from ${compositionSlot} where ${compositionSlot.organizationId} = ${output.organizationId} and ${compositionSlot.compositionId} = ${output.compositionId} and ${compositionSlot.tokenId} = ${tokenId})`,
  );

/** Pictures that the organisation has made, newest first. */
export function listOutputs(
  transaction: OrganizationTransaction,
  filter: OutputFilter,
  request: PageRequest,
): Promise<Page<Output>> {
  return readPage<Output>(
    transaction,
    {
      purpose: ['outputs', filter],
      ...newestFirst(output),
      fetch: (after, orderBy, limit) =>
        transaction.sql
          .select()
          .from(output)
          .where(and(matching(transaction, filter), after))
          .orderBy(...orderBy)
          .limit(limit),
    },
    request,
  );
}

export const countOutputs = (transaction: OrganizationTransaction, filter: OutputFilter): Promise<number> =>
  transaction.sql.$count(output, matching(transaction, filter));

/** The file is another now, with the same pixels, and no tokens in its recipe. */
export async function withoutTokens(
  transaction: OrganizationTransaction,
  id: OutputId,
  file: Pick<Output, 'bytes' | 'sha256'>,
): Promise<void> {
  await transaction.sql
    .update(output)
    .set({ ...file, holdsTokens: false })
    .where(own(transaction, output, eq(output.id, id)));
}

/** Deletes one picture; its composition stays. Throws `not-found`, and `wrong-state` while more pictures of it are drawn. */
export async function deleteOutput(transaction: OrganizationTransaction, id: OutputId): Promise<void> {
  const [row] = await getOutputs(transaction, [id]);
  if (!row) throw notFound('output', id);
  // A composition is finished when it has all its pictures, so none may go before.
  const { status } = await requireRun(transaction, 'composition', row.compositionId, true);
  if (!isOver(status))
    throw new DatabaseError(
      'wrong-state',
      `The ${named('composition', row.compositionId)} is ${status}. Cancel it first, or wait.`,
    );
  await transaction.sql.delete(output).where(own(transaction, output, eq(output.id, id)));
  await deleteStored(transaction, pictureKeysOf(row.storageKey));
}
