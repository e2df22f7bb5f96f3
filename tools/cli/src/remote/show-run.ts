import { ClientError, lastState, type RunState } from '@facet/client';
import type { CommandContext } from '../context.ts';
import { CliError } from '../errors.ts';
import type { Details, Task } from '../report/reporter.ts';

export interface Shown<Run extends RunState> {
  /** What is going on, for example `Inverting cat`. */
  readonly label: string;
  readonly unit?: string;
  /** The run as it is now, and again after each change, until it is over. */
  readonly states: () => AsyncIterable<Run>;
  /** What Ctrl-C asks the service for; without it the run goes on unwatched. */
  readonly cancel?: (() => Promise<unknown>) | undefined;
  readonly details?: (run: Run) => Details;
  /** What the user types to go on after Ctrl-C. */
  readonly resumeCommand?: string | undefined;
}

/**
 * Shows a run's progress until it is finished. Ctrl-C cancels the run, where it may, and waits until that is done.
 * @throws CliError `interrupted` after Ctrl-C; ClientError `run-failed`, `run-cancelled` when it ended otherwise
 */
export async function showRun<Run extends RunState>(
  { reporter, signal }: CommandContext,
  shown: Shown<Run>,
): Promise<Run> {
  const { label, unit, states, cancel, details, resumeCommand } = shown;
  const display = new RunDisplay(reporter, label, unit);
  const cancelling = Promise.withResolvers<never>();
  const onInterrupt = (): void => void cancelUnlessOver(cancel).catch(cancelling.reject);
  if (signal.aborted) onInterrupt();
  else signal.addEventListener('abort', onInterrupt, { once: true });
  try {
    const run = await Promise.race([
      lastState(states(), (state) => display.show(state, details?.(state))),
      cancelling.promise,
    ]);
    if (run.status === 'FINISHED') return run;
    if (run.status === 'FAILED')
      throw new ClientError('run-failed', `${label} failed: ${run.error?.message ?? 'the service does not say why.'}`);
    if (!signal.aborted)
      throw new ClientError('run-cancelled', `${label} was cancelled after ${run.done} of ${run.total}.`);
    const next = resumeCommand === undefined ? '' : ` Go on with:\n  ${resumeCommand}`;
    throw new CliError('interrupted', `Stopped after ${run.done} of ${run.total}.${next}`);
  } finally {
    signal.removeEventListener('abort', onInterrupt);
    display.finish();
  }
}

/** A run that has ended in the meantime needs no cancelling. @throws CliError `interrupted` where it is not to be cancelled */
async function cancelUnlessOver(cancel: (() => Promise<unknown>) | undefined): Promise<void> {
  if (!cancel) throw new CliError('interrupted', 'Stopped watching; the run goes on.');
  try {
    await cancel();
  } catch (error) {
    if (!(error instanceof ClientError && error.code === 'wrong-state')) throw error;
  }
}

/** A bar that begins when a worker does, so that waiting for one does not count as the pace of steps. */
class RunDisplay {
  private readonly reporter: CommandContext['reporter'];
  private readonly label: string;
  private readonly unit: string | undefined;
  private isWaiting = false;
  private task: Task | undefined;

  constructor(reporter: CommandContext['reporter'], label: string, unit: string | undefined) {
    this.reporter = reporter;
    this.label = label;
    this.unit = unit;
  }

  show({ status, done, total }: RunState, details: Details | undefined): void {
    if (status === 'QUEUED') {
      if (!this.isWaiting) this.reporter.note('Queued; waiting for a worker');
      this.isWaiting = true;
      return;
    }
    const { label, unit } = this;
    this.task ??= this.reporter.task({ label, total, alreadyDone: done, ...(unit !== undefined && { unit }) });
    this.task.update(done, details);
  }

  finish(): void {
    this.task?.finish();
  }
}
