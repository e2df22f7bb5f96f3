import type { DiffusionModel } from '@facet/diffusion';
import { InversionError, READER_PHASES, readerPath, trainReader } from '@facet/inversion';
import type { ReaderPhase, ReaderTrainingOptions } from '@facet/inversion';
import { SamplingError } from '@facet/diffusion';
import type { CommandContext } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { ensureDirectory } from '../../paths.ts';
import type { Result, Task } from '../../report/reporter.ts';

export interface ReaderJob {
  readonly pictures: string;
  readonly folder: string;
  readonly options: ReaderTrainingOptions;
}

const labels: Readonly<Record<ReaderPhase, { readonly label: string; readonly unit: string }>> = {
  samples: { label: 'Drawing samples', unit: 'pictures' },
  pictures: { label: 'Looking at the pictures', unit: 'pictures' },
  fit: { label: 'Learning from the samples', unit: 'steps' },
  wake: { label: 'Learning from the pictures', unit: 'steps' },
};

/**
 * Trains the model's reader and puts it beside the model. The job's folder keeps what was done, so the same command goes on.
 * @throws CliError `interrupted` after Ctrl-C; the library's errors
 */
export async function trainModelReader(
  context: CommandContext,
  model: DiffusionModel,
  { pictures, folder, options }: ReaderJob,
): Promise<Result> {
  await ensureDirectory(folder);
  const { signal } = context;
  const out = readerPath(model);
  const progress = phases(context);
  try {
    await trainReader({ model, pictures, folder, out, options, signal, onProgress: progress.update });
  } catch (cause) {
    const isOurs = cause instanceof InversionError || cause instanceof SamplingError;
    if (!isOurs || cause.code !== 'cancelled') throw cause;
    const message = `Stopped. What was drawn and learned is kept in ${folder}; the same command goes on from there.`;
    throw new CliError('interrupted', message, { cause });
  } finally {
    progress.finish();
  }
  const losses = progress.losses();
  const figures = Object.entries(losses).map(([name, value]) => `${name} ${value.toFixed(4)}`);
  return {
    lines: [out, ...(figures.length > 0 ? [`Last losses: ${figures.join(', ')}`] : [])],
    data: { command: 'reader train', reader: out, losses },
  };
}

/** A bar for each phase; its first report says how much of it an earlier start has done. */
function phases({ reporter }: CommandContext) {
  let current: { readonly phase: ReaderPhase; readonly task: Task } | undefined;
  let last: Readonly<Record<string, number>> = {};
  return {
    update: (phase: ReaderPhase, done: number, of: number, losses?: Readonly<Record<string, number>>): void => {
      if (current?.phase !== phase) {
        current?.task.finish();
        const { label, unit } = labels[phase];
        const numbered = `${READER_PHASES.indexOf(phase) + 1} of ${READER_PHASES.length}: ${label}`;
        current = { phase, task: reporter.task({ label: numbered, total: of, unit, alreadyDone: done - 1 }) };
      }
      last = losses ?? last;
      current.task.update(done);
    },
    losses: (): Readonly<Record<string, number>> => last,
    finish: (): void => current?.task.finish(),
  };
}
