import { type CompositionId, newId, type OutputId, type RunStatus } from '@facet/contracts';
import { eq, inArray } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError, named } from '../../errors.ts';
import { composition, output } from '../../schema/index.ts';
import { own } from '../rows/conditions.ts';
import { queueDeliveries } from '../webhook/queue-delivery.ts';
import type { Output } from './outputs.ts';
import { pace } from './pace.ts';
import { moveRun, requireRun } from './runs.ts';

export type NewOutput = Pick<
  Output,
  'index' | 'seed' | 'storageKey' | 'width' | 'height' | 'bytes' | 'sha256' | 'holdsTokens'
> &
  Partial<Pick<Output, 'pictureSizes'>>;

/**
 * Notes a drawn picture; drawn again, it replaces its row. The answer says whether to go on: `running`, or stop at anything else.
 */
export async function addOutput(
  transaction: OrganizationTransaction,
  compositionId: CompositionId,
  values: NewOutput,
  /** Until all are there, if there is a pace to estimate from. */
  remainingSeconds?: number,
): Promise<RunStatus> {
  const { organizationId } = transaction;
  const { status } = await requireRun(transaction, 'composition', compositionId, true);
  if (status !== 'running') return status;
  await transaction.sql
    .insert(output)
    .values({ ...values, organizationId, id: newId<OutputId>(), compositionId })
    .onConflictDoUpdate({ target: [output.organizationId, output.compositionId, output.index], set: values });
  const done = await transaction.sql.$count(output, own(transaction, output, eq(output.compositionId, compositionId)));
  await transaction.sql
    .update(composition)
    .set({ done, ...pace(remainingSeconds), updatedAt: new Date() })
    .where(own(transaction, composition, eq(composition.id, compositionId)));
  return status;
}

/** Ends a composition whose pictures are all there. Ending it again changes nothing. */
export async function finishComposition(transaction: OrganizationTransaction, id: CompositionId): Promise<void> {
  const { status, done, total } = await requireRun(transaction, 'composition', id, true);
  if (status === 'finished') return;
  if (done < total)
    throw new DatabaseError(
      'wrong-state',
      `The ${named('composition', id)} has ${done} of ${total} pictures, so it is not finished.`,
    );
  await moveRun(transaction, 'composition', id, 'finished', { finishedAt: new Date(), remainingSeconds: null });
  await queueDeliveries(transaction, 'composition.finished', { id });
}

/**
 * Notes how long it will take, between two pictures or before the first. The answer says whether to go on: `running`, or stop at
 * anything else.
 */
export async function reportComposition(
  transaction: OrganizationTransaction,
  id: CompositionId,
  remainingSeconds: number,
): Promise<RunStatus> {
  const [row] = await transaction.sql
    .update(composition)
    .set({ ...pace(remainingSeconds), updatedAt: new Date() })
    .where(
      own(transaction, composition, eq(composition.id, id), inArray(composition.status, ['running', 'cancelling'])),
    )
    .returning({ status: composition.status });
  return (row ?? (await requireRun(transaction, 'composition', id))).status;
}
