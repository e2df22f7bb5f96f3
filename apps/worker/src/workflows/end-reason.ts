import type { RunErrorCode } from '@facet/contracts';
import { ActivityFailure, ApplicationFailure, isCancellation } from '@temporalio/workflow';

/** Why a workflow could not go on, for the row of its run. Activities name RunErrorCodes as the types of their failures. */
export function reasonOf(error: unknown): 'cancelled' | RunErrorCode {
  if (isCancellation(error)) return 'cancelled';
  const cause = error instanceof ActivityFailure ? error.cause : undefined;
  if (!(cause instanceof ApplicationFailure)) return 'infrastructure';
  return cause.type === 'infrastructure' ? 'infrastructure' : 'internal';
}
