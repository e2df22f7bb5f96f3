import type { RunErrorCode, RunStatus } from '@facet/contracts';
import { ApplicationFailure, CancelledFailure, Context } from '@temporalio/activity';
import type { Logger } from 'pino';
import { classify } from './classify-failure.ts';
import { explainEnd } from './explain-end.ts';
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
  fail: (code: RunErrorCode, message: string) => Promise<unknown>,
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
    const { code, tries } = classify(error);
    const { attempt } = Context.current().info;
    log.warn({ err: withoutQuotes(error), code, attempt, tries }, 'an activity failed');
    if (attempt < tries) throw ApplicationFailure.retryable("The worker's log says why.", code);
    // Of what broke on our side people learn that it did; how is for our logs.
    const [, message] = code === 'internal' ? explainEnd(code) : [code, (error as Error).message];
    return fail(code, message).then(
      () => ({ status: 'failed' }),
      (reason: unknown) => {
        if (reason instanceof Stopped) return { status: reason.code };
        throw reason;
      },
    );
  }
}

const hide = (text: string): string => text.replaceAll(/"(?:[^"\\]|\\.)*"|'[^'\n]*'|`[^`]*`/g, '"..."');

/** The error as a log may have it: messages quote what people wrote, such as prompts, and that is theirs. */
export function withoutQuotes(error: unknown): {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
} {
  const { name, message, stack = '' } = error as Error;
  return { type: name, message: hide(message), stack: hide(stack) };
}
