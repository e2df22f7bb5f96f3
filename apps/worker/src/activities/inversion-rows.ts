import {
  inversionWorkflowId,
  isOver,
  type InvertImageInput,
  type InvertImageResult,
  type RunStatus,
} from '@facet/contracts';
import {
  cancelRun,
  claimInversion as claim,
  endCancelled,
  failRun,
  holdsAttempt,
  inversions,
  requireRun,
  tokensOf,
} from '@facet/db';
import { afterRun } from './after-run.ts';
import type { Dependencies } from './dependencies.ts';
import { gaveUp, type EndReason } from './gave-up.ts';

/** Lets the run begin if its organisation has fewer at work than it may; `queued` asks to wait. */
export const claimInversion = (
  { database }: Dependencies,
  { organizationId, inversionId, attempt }: InvertImageInput,
): Promise<RunStatus> =>
  database.withOrganization(organizationId, async (t) =>
    (await holdsAttempt(t, inversions, { id: inversionId, attempt })) ? claim(t, inversionId) : 'cancelled',
  );

export interface InversionEnd extends InvertImageInput {
  /** Why the workflow ends, unless the row says it already. */
  readonly reason?: EndReason;
}

/**
 * Brings the row to an end, if it has none yet, says which, and sees to it that webhooks hear of it and the next run begins. A run
 * that was queued again is left to its new workflow.
 */
export async function endInversion(
  dependencies: Dependencies,
  { organizationId, inversionId, attempt, reason }: InversionEnd,
): Promise<InvertImageResult> {
  const result = await dependencies.database.withOrganization(organizationId, async (t): Promise<InvertImageResult> => {
    let row = await requireRun(t, inversions, inversionId, true);
    if (row.attempt !== attempt) return { status: 'cancelled', step: row.done };
    if (reason === 'cancelled' && !isOver(row.status)) row = await cancelRun(t, inversions, inversionId);
    if (row.status === 'cancelling') row = await endCancelled(t, inversions, inversionId);
    if (!isOver(row.status)) row = await failRun(t, inversions, inversionId, ...gaveUp(reason));
    if (row.status === 'cancelled') return { status: 'cancelled', step: row.done };
    if (row.status === 'failed') return { status: 'failed', code: row.errorCode ?? 'internal' };
    return { status: 'finished', tokenIds: await tokensOf(t, inversionId) };
  });
  await afterRun(dependencies, organizationId, inversions, inversionWorkflowId);
  return result;
}
