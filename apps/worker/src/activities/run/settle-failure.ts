import type { RunStatus } from '@facet/contracts';
import { ApplicationFailure, CancelledFailure, Context } from '@temporalio/activity';
import type { Logger } from 'pino';
import { classify } from './classify-failure.ts';
import { Stopped } from './stopped.ts';

/** How an activity left its run: go on if it is `running`. */
export interface Standing {
  readonly status: RunStatus;
}

/**
 * Does an activity's work and turns its errors into what workflows act on. Messages may repeat what users wrote, so they go
 * into the run's row and our logs, never into the workflow's history.
 *
 * @param fail notes in the row that the run has failed; may throw Stopped
 * @throws ApplicationFailure, retryable, whose type is a RunErrorCode; CancelledFailure when Temporal asked for the end
 */
export async function settlingFailures<Result extends Standing>(
  log: Logger,
  fail: (code: ReturnType<typeof classify>['code'], message: string) => Promise<unknown>,
  work: () => Promise<Result>,
): Promise<Result | Standing> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Stopped) return { status: error.code };
    if (error instanceof CancelledFailure) {
      if (!Context.current().cancellationDetails?.workerShutdown) throw error;
      // Another worker goes on from the last checkpoint at once.
      throw ApplicationFailure.retryable('The worker shuts down.', 'infrastructure');
    }
    const { code, retryable } = classify(error);
    log.warn({ err: error, code, retryable, attempt: Context.current().info.attempt }, 'an activity failed');
    if (retryable) throw ApplicationFailure.retryable("The worker's log says why.", code);
    return fail(code, (error as Error).message).then(
      () => ({ status: 'failed' }),
      (reason: unknown) => {
        if (reason instanceof Stopped) return { status: reason.code };
        throw reason;
      },
    );
  }
}
