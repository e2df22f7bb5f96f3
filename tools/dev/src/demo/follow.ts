import type { CommandContext } from '@facet/cli';
import { ClientError, lastState, type RunState } from '@facet/client';

export interface Followed<Run> {
  /** For messages, such as `Inverting picture A`. */
  readonly label: string;
  /** The run as it is now, and again after each change, until it is over. */
  readonly states: () => AsyncIterable<Run>;
  /** Queues it again where an earlier start left it failed or cancelled. Called once at most. */
  readonly revive: () => Promise<unknown>;
}

export interface Bar {
  readonly label: string;
  readonly unit: string;
  /** What is still going on when all steps are done. */
  readonly afterwards?: string;
}

/**
 * Follows runs of one kind under one progress bar until all are finished. They go on when the following ends: a later start
 * follows them again. Throws `ClientError` `run-failed`; what the signal was aborted with.
 */
export async function followAll<Run extends RunState>(
  { reporter, signal }: CommandContext,
  { label, unit, afterwards }: Bar,
  runs: readonly Followed<Run>[],
): Promise<void> {
  const states = new Map<Followed<Run>, Run>();
  const sum = (of: (state: Run) => number): number =>
    [...states.values()].reduce((total, state) => total + of(state), 0);
  let task: ReturnType<typeof reporter.task> | undefined;
  let shown = -1;
  const show = (): void => {
    const done = sum((state) => state.done);
    if (states.size < runs.length || done === shown) return;
    const total = sum((state) => state.total);
    task ??= reporter.task({ label, unit, total, alreadyDone: done });
    task.update(done);
    shown = done;
    if (done === total && afterwards !== undefined) reporter.note(afterwards);
  };
  const follow = async (run: Followed<Run>): Promise<void> => {
    for (let revived = false; ; revived = true) {
      const last = await lastState(run.states(), (state) => {
        states.set(run, state);
        show();
      });
      if (last.status === 'FINISHED') return;
      if (revived)
        throw new ClientError(
          'run-failed',
          `${run.label} ended ${last.status.toLowerCase()}: ${last.error?.message ?? 'it says no more'}`,
        );
      await run.revive();
    }
  };
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener('abort', abort);
  try {
    signal.throwIfAborted();
    await Promise.race([aborted, Promise.all(runs.map(follow))]);
  } finally {
    signal.removeEventListener('abort', abort);
    task?.finish();
  }
}
