import type { StepLosses } from '@facet/base';
import type { CommandContext } from '../../context.ts';
import type { Task } from '../../report/reporter.ts';

/** How far a run is. */
export interface RunProgress {
  /** Zero until the first step has ended. */
  progress: { done: number; of: number };
  /** Of all steps so far, those of earlier starts included. */
  readonly history: (StepLosses | undefined)[];
}

/** One bar over several runs, which share their steps' time. It begins at the first step, when all totals are known. */
export class JointProgress {
  private readonly context: CommandContext;
  private readonly label: string;
  private readonly runs: readonly RunProgress[];
  private task: Task | undefined;

  constructor(context: CommandContext, label: string, runs: readonly RunProgress[]) {
    this.context = context;
    this.label = label;
    this.runs = runs;
  }

  /** Takes note that a run has reported. Runs report one after another within a step: the last one ends it. */
  update(reporting: RunProgress): void {
    const { runs } = this;
    const active = runs.filter((run) => run === reporting || run.progress.done < run.progress.of);
    if (active.at(-1) !== reporting || runs.some((run) => run.progress.of === 0)) return;
    const sum = (of: (run: RunProgress) => number): number => runs.reduce((total, run) => total + of(run), 0);
    const total = sum((run) => run.progress.of);
    const done = sum((run) => run.progress.done);
    this.task ??= this.context.reporter.task({ label: this.label, total, alreadyDone: done });
    this.task.update(done, { loss: meanLoss(runs) });
  }

  finish(): void {
    this.task?.finish();
  }
}

/** The mean of the last twenty steps' losses: a single one says little. */
function meanLoss(runs: readonly RunProgress[]): number {
  const recent = runs.flatMap((run) => run.history.slice(-20)).filter((losses) => losses !== undefined);
  return recent.reduce((sum, losses) => sum + losses.total, 0) / Math.max(1, recent.length);
}
