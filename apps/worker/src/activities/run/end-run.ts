import type { RunAttempt, RunKind } from '@facet/base';
import { isOver, type OrganizationId, type RunId } from '@facet/contracts';
import { cancelRun, endCancelled, failRun, requireRun, type OrganizationTransaction, type Run } from '@facet/db';
import type { Dependencies } from '../../dependencies.ts';
import { afterRun } from './after-run.ts';
import { explainEnd, type EndReason } from './explain-end.ts';

/** What a kind adds to the end of its runs. */
export interface Ending<Kind extends RunKind, Result> {
  readonly kind: Kind;
  /** Ends a run that has all it was to make; true if it did. */
  readonly finish?: (transaction: OrganizationTransaction, row: Run<Kind>) => Promise<boolean>;
  /** What the workflow answers of a row that is over, or was queued again and then counts as cancelled. */
  readonly resultOf: (transaction: OrganizationTransaction, row: Run<Kind>) => Promise<Result>;
}

/**
 * Brings a run's row to an end, if it has none yet, says which, and sees to it that webhooks hear of it and the next run begins. A
 * run that was queued again is left to its new workflow.
 *
 * @param reason why the workflow ends early, unless the row says it already
 */
export async function endRun<Kind extends RunKind, Result>(
  dependencies: Dependencies,
  organizationId: OrganizationId,
  run: RunAttempt<RunId<Kind>>,
  reason: EndReason | undefined,
  ending: Ending<Kind, Result>,
): Promise<Result> {
  const result = await dependencies.database.withOrganization(organizationId, async (t) => {
    const row = await endRow(t, run, reason, ending);
    return ending.resultOf(t, row);
  });
  await afterRun(dependencies, organizationId, ending.kind);
  return result;
}

async function endRow<Kind extends RunKind, Result>(
  transaction: OrganizationTransaction,
  { id, attempt }: RunAttempt<RunId<Kind>>,
  reason: EndReason | undefined,
  { kind, finish }: Ending<Kind, Result>,
): Promise<Run<Kind>> {
  const row = await requireRun(transaction, kind, id, true);
  if (row.attempt !== attempt) return { ...row, status: 'cancelled' };
  if (isOver(row.status)) return row;
  if (reason === 'cancelled') await cancelRun(transaction, kind, id);
  if (reason === 'cancelled' || row.status === 'cancelling') return endCancelled(transaction, kind, id);
  if (await finish?.(transaction, row)) return requireRun(transaction, kind, id);
  return failRun(transaction, kind, id, ...explainEnd(reason));
}
