import type { RunAttempt, RunKind } from '@facet/base';
import { isOver, type RunErrorCode, type RunId } from '@facet/contracts';
import { endCancelled, failRun, requireRun, type OrganizationTransaction } from '@facet/db';

/** A run as a sweeper found it. */
export interface FoundRun extends RunAttempt<RunId> {
  readonly updatedAt: Date;
}

/**
 * Ends a run that a sweeper has found, unless anything has happened to it since: one that was to stop is cancelled, another one fails. False
 * when it was left alone.
 */
export async function endUntouched(
  transaction: OrganizationTransaction,
  kind: RunKind,
  run: FoundRun,
  [code, message]: readonly [code: RunErrorCode, message: string],
): Promise<boolean> {
  const row = await requireRun(transaction, kind, run.id, true);
  if (isOver(row.status) || row.attempt !== run.attempt || row.updatedAt.getTime() !== run.updatedAt.getTime())
    return false;
  if (row.status === 'cancelling') await endCancelled(transaction, kind, run.id);
  else await failRun(transaction, kind, run.id, code, message);
  return true;
}
