import {
  compositionWorkflowId,
  isOver,
  type ComposeImagesInput,
  type ComposeImagesResult,
  type RunStatus,
} from '@facet/contracts';
import {
  cancelRun,
  claimComposition as claim,
  compositions,
  endCancelled,
  failRun,
  holdsAttempt,
  finishComposition,
  requireRun,
} from '@facet/db';
import { afterRun } from './after-run.ts';
import type { Dependencies } from './dependencies.ts';
import { gaveUp, type EndReason } from './gave-up.ts';

export const claimComposition = (
  { database }: Dependencies,
  { organizationId, compositionId, attempt }: ComposeImagesInput,
): Promise<RunStatus> =>
  database.withOrganization(organizationId, async (t) =>
    (await holdsAttempt(t, compositions, { id: compositionId, attempt })) ? claim(t, compositionId) : 'cancelled',
  );

export interface CompositionEnd extends ComposeImagesInput {
  /** Why the workflow ends before its pictures are there, unless the row says it already. */
  readonly reason?: EndReason;
}

/**
 * Brings the row to an end, if it has none yet, says which, and sees to it that webhooks hear of it and the next run begins. A run
 * that was queued again is left to its new workflow.
 */
export async function endComposition(
  dependencies: Dependencies,
  { organizationId, compositionId, attempt, reason }: CompositionEnd,
): Promise<ComposeImagesResult> {
  const result = await dependencies.database.withOrganization(
    organizationId,
    async (t): Promise<ComposeImagesResult> => {
      let row = await requireRun(t, compositions, compositionId, true);
      if (row.attempt !== attempt) return { status: 'cancelled', outputs: row.done };
      if (reason === 'cancelled' && !isOver(row.status)) row = await cancelRun(t, compositions, compositionId);
      if (row.status === 'cancelling') row = await endCancelled(t, compositions, compositionId);
      if (row.status === 'running' && row.done === row.total) {
        await finishComposition(t, compositionId);
        return { status: 'finished', outputs: row.done };
      }
      if (!isOver(row.status)) row = await failRun(t, compositions, compositionId, ...gaveUp(reason));
      if (row.status === 'failed') return { status: 'failed', code: row.errorCode ?? 'internal' };
      return { status: row.status === 'cancelled' ? 'cancelled' : 'finished', outputs: row.done };
    },
  );
  await afterRun(dependencies, organizationId, compositions, compositionWorkflowId);
  return result;
}
