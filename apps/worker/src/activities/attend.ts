import { Context } from '@temporalio/activity';
import type { RunStatus } from '@facet/contracts';
import type { Logger } from 'pino';

/** How often the server hears of us, and we ask whether to go on: cancelling stops within this time and one step. */
const PULSE_MS = 1000;

/** The run's row says that it, or this attempt of it, is not to go on. */
export class Stopped extends Error {
  readonly status: RunStatus;

  constructor(status: RunStatus) {
    super(`The run is ${status}.`);
    this.name = 'Stopped';
    this.status = status;
  }
}

/** Runs `work` while a timer sends heartbeats, so that a worker that is lost with it is missed soon. */
export async function heartbeating<Result>(work: () => Promise<Result>): Promise<Result> {
  const context = Context.current();
  const timer = setInterval(() => context.heartbeat(), PULSE_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

export interface Attendance {
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
export async function attended<Result>(
  { details, pulse, log }: Attendance,
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
