import { Judges } from '@facet/inversion';
import {
  appendJournal,
  planStudy,
  protocolHash,
  readEvaluationSet,
  readHeldOut,
  readJournal,
  resolveVariants,
  Results,
  EVALUATION_SAMPLING,
  studyJobs,
} from '@facet/studies';
import type { Entry, Job, Study } from '@facet/studies';
import type { DiffusionModel, FoundModel } from '@facet/diffusion';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandContext } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { ensureDirectory } from '../../paths.ts';
import { runPool } from './evaluate-pool.ts';
import { JobQueue } from './evaluate-queue.ts';
import { EvaluationReport, type WrittenReport } from './evaluate-report.ts';

export interface EvaluateOptions {
  readonly study: Study;
  /** Where tokens, journal and summary are kept; what is there already is used. */
  readonly folder: string;
  /** Processes, each on one thread. */
  readonly shards: number;
  readonly cacheDirectory: string;
  /** What the user types to go on after Ctrl-C. */
  readonly resumeCommand: string;
}

/** Does what is not done yet of a study, and leaves its summary in the folder; see `EvaluationReport`. */
export async function evaluate(
  context: CommandContext,
  model: Pick<DiffusionModel, 'directory' | 'fingerprint' | 'layers'> & Pick<FoundModel, 'reference'>,
  options: EvaluateOptions,
): Promise<WrittenReport> {
  const { study, folder, shards, cacheDirectory } = options;
  const { directory, fingerprint, layers, reference } = model;
  const set = await readEvaluationSet(directory);
  const most = set.pairs[study.split].length * 2;
  if (study.references > most)
    throw new CliError(
      'usage',
      `The study asks for ${study.references} references; the split "${study.split}" has ${most}.`,
    );
  const judges = await Judges.load(directory);
  const { factors } = judges;
  await judges.close();
  const protocol = await protocolHash(directory, fingerprint, EVALUATION_SAMPLING);
  const variants = await resolveVariants(directory, study);
  const plan = await planStudy({ directory, layers, factors, protocol }, study, set, variants);

  await ensureDirectory(folder);
  const journal = join(folder, 'journal.jsonl');
  const entries = await readJournal<Entry>(journal);
  const results = new Results(entries.filter((entry) => hasItsTokens(entry, folder)));
  const report = new EvaluationReport({
    folder,
    study,
    plan,
    results,
    sampling: EVALUATION_SAMPLING,
    model,
    isHeldOut: await readHeldOut(directory),
  });

  const all = studyJobs(plan);
  const queue = new JobQueue(all, results);
  const total = all.reduce((sum, { cost }) => sum + cost, 0);
  const alreadyDone = total - queue.cost;
  const task = context.reporter.task({
    label: `Evaluating ${study.name}`,
    total,
    unit: 'runs of the U-Net',
    alreadyDone,
  });
  const shares = new Map<Job, number>();
  let finishedCost = alreadyDone;
  const show = (): void => {
    const running = [...shares].reduce((sum, [{ cost }, share]) => sum + cost * share, 0);
    task.update(Math.round(finishedCost + running), { references: `${report.finished}/${study.references}` });
  };
  // One writer, one line after another.
  let writing = Promise.resolve();
  try {
    if (queue.cost > 0)
      await runPool(
        Math.min(shards, queue.length),
        { reference, cacheDirectory, folder },
        {
          next: () => queue.next(),
          onEntry: (entry) => {
            writing = writing.then(() => appendJournal(journal, entry));
            return writing.then(() => results.add(entry));
          },
          onProgress: (job, share) => {
            shares.set(job, share);
            show();
          },
          onDone: async (job) => {
            shares.delete(job);
            finishedCost += job.cost;
            queue.finish(job);
            show();
            if (queue.hasFinished(job.at)) await report.write();
          },
        },
        context.signal,
      );
  } catch (error) {
    if (!context.signal.aborted) throw error;
    await report.write();
    throw new CliError(
      'interrupted',
      `Stopped; ${report.finished} of ${study.references} references are finished and what is done is kept. Go on with:\n  ${options.resumeCommand}`,
    );
  } finally {
    task.finish();
  }
  return report.write();
}

/** An inversion whose tokens somebody removed is done again. */
const hasItsTokens = (entry: Entry, folder: string): boolean =>
  entry.type === 'trial' || entry.seconds === undefined || existsSync(join(folder, entry.tokens));
