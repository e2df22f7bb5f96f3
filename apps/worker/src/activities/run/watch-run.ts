import type { RunStatus } from '@facet/contracts';
import { Context } from '@temporalio/activity';
import type { Logger } from 'pino';
import { PULSE_MS } from './heartbeat.ts';
import { Stopped } from './stopped.ts';

export interface Watch {
  /** Sent with each heartbeat; ids, numbers and keys. */
  readonly details: () => unknown;
  /** Notes progress, if there is any, and answers the run's state. */
  readonly pulse: () => Promise<RunStatus>;
  readonly log: Logger;
}

/**
 * Runs `work` while a timer sends heartbeats and watches the run's row: through every phase, also those that are silent for
 * long, as loading a model or drawing previews. The signal fires when the row or Temporal wants the work to end.
 *
 * @throws Stopped when the row is not `running` (any more), CancelledFailure when Temporal cancels the activity, else what
 *   `work` throws
 */
export async function watched<Result>(
  { details, pulse, log }: Watch,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const context = Context.current();
  const stop = new AbortController();
  const ask = async (): Promise<void> => {
    try {
      const status = await pulse();
      if (status !== 'running') throw new Stopped(status);
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      stop.abort(error);
    }
  };
  let asking = false;
  const timer = setInterval(() => {
    context.heartbeat(details());
    if (asking) return;
    asking = true;
    void ask()
      // The work itself does not need the database at this moment; it may be back when it does.
      .catch((error: unknown) => log.warn({ err: error }, 'progress could not be noted'))
      .finally(() => (asking = false));
  }, PULSE_MS);
  try {
    context.heartbeat(details());
    await ask();
    stop.signal.throwIfAborted();
    const result = await work(AbortSignal.any([stop.signal, context.cancellationSignal]));
    stop.signal.throwIfAborted();
    return result;
  } catch (error) {
    if (stop.signal.aborted) throw stop.signal.reason;
    // Rejects with the reason for which Temporal wants the end.
    if (context.cancellationSignal.aborted) await context.cancelled;
    throw error;
  } finally {
    clearInterval(timer);
  }
}
