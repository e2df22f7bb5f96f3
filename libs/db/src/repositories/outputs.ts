import { isOver, newId, type CompositionId, type OutputId, type RunStatus, type TokenId } from '@facet/contracts';
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { OrganizationTransaction } from '../connection/transaction.ts';
import { DatabaseError, notFound } from '../errors.ts';
import { composition, compositionSlot, output } from '../schema/index.ts';
import { claimRun } from './claim-run.ts';
import { compositions } from './compositions.ts';
import { newestFirst, own, readPage, type Page, type PageRequest } from './page.ts';
import { moveRun, requireRun } from './runs.ts';
import { deleteStored } from './storage-deletions.ts';
import { queueDeliveries } from './webhook-deliveries.ts';

export type Output = typeof output.$inferSelect;
export type NewOutput = Pick<Output, 'index' | 'seed' | 'storageKey' | 'width' | 'height' | 'bytes' | 'sha256'>;

/** Lets a composition begin, if its organisation has fewer at work than it may: see `claimRun`. */
export const claimComposition = (transaction: OrganizationTransaction, id: CompositionId): Promise<RunStatus> =>
  claimRun(transaction, compositions, id);

/**
 * Notes a drawn picture and announces it; drawn again, it replaces its row. The answer says whether to go on: `running`, or
 * stop at anything else.
 */
export async function addOutput(
  transaction: OrganizationTransaction,
  compositionId: CompositionId,
  values: NewOutput,
): Promise<RunStatus> {
  const { organizationId } = transaction;
  const { status } = await requireRun(transaction, compositions, compositionId, true);
  if (status !== 'running') return status;
  await transaction.sql
    .insert(output)
    .values({ ...values, organizationId, id: newId<OutputId>(), compositionId })
    .onConflictDoUpdate({ target: [output.organizationId, output.compositionId, output.index], set: values });
  const done = await transaction.sql.$count(output, own(transaction, output, eq(output.compositionId, compositionId)));
  const [row] = await transaction.sql
    .update(composition)
    .set({ done, updatedAt: new Date() })
    .where(own(transaction, composition, eq(composition.id, compositionId)))
    .returning();
  await compositions.announce(transaction, row!);
  return status;
}

/** Ends a composition whose pictures are all there. Ending it again changes nothing. */
export async function finishComposition(transaction: OrganizationTransaction, id: CompositionId): Promise<void> {
  const { status, done, total } = await requireRun(transaction, compositions, id, true);
  if (status === 'finished') return;
  if (done < total)
    throw new DatabaseError(
      'wrong-state',
      `The composition ${id} has ${done} of ${total} pictures, so it is not finished.`,
    );
  await moveRun(transaction, compositions, id, 'finished', { finishedAt: new Date() });
  await queueDeliveries(transaction, 'composition.finished', { id });
}

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

/** Deletes one picture; its composition stays. Throws `not-found`, and `wrong-state` while more pictures of it are drawn. */
export async function deleteOutput(transaction: OrganizationTransaction, id: OutputId): Promise<void> {
  const [row] = await getOutputs(transaction, [id]);
  if (!row) throw notFound('output', id);
  // A composition is finished when it has all its pictures, so none may go before.
  const { status } = await requireRun(transaction, compositions, row.compositionId, true);
  if (!isOver(status))
    throw new DatabaseError(
      'wrong-state',
      `The composition ${row.compositionId} is ${status}. Cancel it first, or wait.`,
    );
  await transaction.sql.delete(output).where(own(transaction, output, eq(output.id, id)));
  await deleteStored(transaction, [row.storageKey]);
}
