import type { DiffusionModel } from '@facet/diffusion';
import { SamplingError } from '@facet/diffusion';
import { calibrate, compareCalibrations, PHASES } from '@facet/studies';
import type { Calibration, CalibrationOptions, Phase } from '@facet/studies';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandContext } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { ensureDirectory } from '../../paths.ts';
import type { Result, Task } from '../../report/reporter.ts';
import { calibrateResult, writeCalibration } from './calibrate-result.ts';

export interface CalibrateJob {
  readonly folder: string;
  readonly options: Omit<CalibrationOptions, 'journal' | 'signal' | 'onProgress'>;
  /** Folder of another calibration, to compare with. */
  readonly against?: string;
  /** Whether the model's own attribution.json is replaced. */
  readonly writesModel: boolean;
}

const labels: Record<Phase, string> = {
  stages: 'When',
  blocks: 'Stages x groups',
  layers: 'Single layers',
  choice: 'Choosing cells (at most)',
  confirmation: 'Confirming',
};

/**
 * Measures a model's attribution map and leaves it with its figures and heat map in the job's folder. The folder's journal
 * keeps every picture's verdict, so the same command goes on where it was stopped.
 * @throws CliError `interrupted` after Ctrl-C, `bad-input` where the other calibration cannot be read; the library's errors
 */
export async function calibrateModel(
  context: CommandContext,
  model: DiffusionModel,
  job: CalibrateJob,
): Promise<Result> {
  const other = job.against === undefined ? undefined : await readCalibration(job.against);
  await ensureDirectory(job.folder);
  const progress = phaseProgress(context);
  let calibration: Calibration;
  try {
    const journal = join(job.folder, 'journal.jsonl');
    const { signal } = context;
    calibration = await calibrate(model, { ...job.options, journal, signal, onProgress: progress.update });
  } catch (cause) {
    if (!(cause instanceof SamplingError) || cause.code !== 'cancelled') throw cause;
    const message = `Stopped. What was measured is kept in ${job.folder}; the same command with --out ${job.folder} goes on from there.`;
    throw new CliError('interrupted', message, { cause });
  } finally {
    progress.finish();
  }
  const agreement = other === undefined ? undefined : compareCalibrations(other, calibration);
  const files = await writeCalibration(job, model.directory, calibration, agreement);
  return calibrateResult(calibration, agreement, files);
}

/** A bar for each phase; its first report says how much of it an earlier start has done. */
function phaseProgress({ reporter }: CommandContext) {
  let current: { readonly phase: Phase; readonly task: Task } | undefined;
  return {
    update: (phase: Phase, done: number, of: number): void => {
      if (current?.phase !== phase) {
        current?.task.finish();
        const label = `${PHASES.indexOf(phase) + 1} of ${PHASES.length}: ${labels[phase]}`;
        const unit = phase === 'choice' ? 'sets' : 'pictures';
        current = { phase, task: reporter.task({ label, total: of, unit, alreadyDone: done }) };
      }
      current.task.update(done);
    },
    finish: (): void => current?.task.finish(),
  };
}

async function readCalibration(folder: string): Promise<Calibration> {
  const path = join(folder, 'calibration.json');
  let calibration: Calibration;
  try {
    calibration = JSON.parse(await readFile(path, 'utf8')) as Calibration;
  } catch (cause) {
    const message = `Cannot read the calibration to compare with, ${path}: ${(cause as Error).message}`;
    throw new CliError('bad-input', message, { cause });
  }
  if (calibration.formatVersion !== 1) throw new CliError('bad-input', `${path} is of a version not known here.`);
  return calibration;
}
