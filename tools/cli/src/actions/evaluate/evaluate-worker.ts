/**
 * One process of an evaluation: loads the model on one thread, does the jobs that come over IPC one at a time, and ends
 * when the channel closes, however the parent ended. Its argument is a WorkerOptions in JSON.
 */
import { findModel, loadModel } from '@facet/diffusion';
import { InversionError, Judges } from '@facet/inversion';
import { Evaluator, type Job } from '@facet/studies';
import type { FromWorker, ToWorker, WorkerOptions } from './evaluate-messages.ts';

/** What is still running when the channel closes ends within a step; after this time it is ended. */
const graceMs = 3000;

const options = JSON.parse(process.argv[2]!) as WorkerOptions;
const controller = new AbortController();

const tell = (message: FromWorker): void => {
  if (process.connected) process.send!(message);
};

// A terminal's Ctrl-C goes to all processes of the group; what it means is the parent's to say.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
process.on('disconnect', () => {
  controller.abort();
  setTimeout(() => process.exit(), graceMs).unref();
});

async function work(evaluator: Evaluator, job: Job): Promise<void> {
  let trialsDone = 0;
  await evaluator.run(job, {
    signal: controller.signal,
    onEntry: (entry) => {
      tell({ type: 'entry', entry });
      if (job.type === 'trials') tell({ type: 'progress', share: ++trialsDone / job.trials.length });
    },
    onStep: (step, of) => tell({ type: 'progress', share: step / of }),
  });
  tell({ type: 'done' });
}

function fail(error: unknown): void {
  if (controller.signal.aborted) return;
  const code = error instanceof InversionError ? error.code : undefined;
  tell({ type: 'failed', code, message: error instanceof Error ? error.message : String(error) });
}

try {
  const { reference, cacheDirectory, folder } = options;
  const { path, source } = findModel(reference);
  const model = await loadModel(path, { source, device: 'cpu', threads: 1, cacheDirectory });
  const evaluator = new Evaluator(model, await Judges.load(model.directory), folder);
  process.on('message', ({ job }: ToWorker) => void work(evaluator, job).catch(fail));
  tell({ type: 'ready' });
} catch (error) {
  fail(error);
}
