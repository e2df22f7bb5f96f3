import { InversionError } from '@facet/inversion';
import type { InversionErrorCode } from '@facet/inversion';
import type { Entry, Job } from '@facet/studies';
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { CliError } from '../../errors.ts';
import type { FromWorker, ToWorker, WorkerOptions } from './evaluate-messages.ts';

const workerFile = join(import.meta.dirname, 'evaluate-worker.ts');

export interface PoolWork {
  /** The next job, `wait` while one depends on another process, undefined when nothing is left. */
  readonly next: () => Job | 'wait' | undefined;
  /** Keeps a result; a job counts as done when all its results are kept. */
  readonly onEntry: (entry: Entry) => Promise<void>;
  readonly onProgress: (job: Job, share: number) => void;
  readonly onDone: (job: Job) => Promise<void>;
}

/**
 * Does jobs in several processes, each on one thread, until none is left.
 *
 * @throws whatever a job failed with; CliError `worker-ended` when a process ends by itself, `interrupted` after the
 *   signal. No process is left in either case, and what was handed to `onEntry` stays.
 */
export async function runPool(
  count: number,
  options: WorkerOptions,
  work: PoolWork,
  signal: AbortSignal,
): Promise<void> {
  const crew = Array.from({ length: count }, () => new Worker(options));
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(new CliError('interrupted', 'Interrupted.'));
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  /** Processes that found nothing to do wait here until another has finished a job. */
  let waiting: (() => void)[] = [];
  let isOver = false;
  const serve = async (worker: Worker): Promise<void> => {
    await worker.ready;
    for (;;) {
      const job = isOver ? undefined : work.next();
      if (job === undefined) return;
      if (job === 'wait') {
        await new Promise<void>((resolve) => waiting.push(resolve));
        continue;
      }
      await worker.run(job, work);
      await work.onDone(job);
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    }
  };
  try {
    await Promise.race([Promise.all(crew.map(serve)), stopped]);
  } finally {
    isOver = true;
    signal.removeEventListener('abort', stop);
    await Promise.all(crew.map((worker) => worker.end()));
  }
}

/** The parent's side of one process. */
class Worker {
  readonly ready: Promise<void>;
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #onMessage: (message: FromWorker) => void = () => {};
  #fail: (error: Error) => void = () => {};

  constructor(options: WorkerOptions) {
    // Results are the parent's to print; what ONNX Runtime has to say still goes to stderr.
    this.#child = fork(workerFile, [JSON.stringify(options)], {
      env: { ...process.env, FACET_THREADS: '1' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#ended = promise;
    this.#child.on('exit', (code, signal) => {
      resolve();
      const how = signal ?? `exit code ${code}`;
      this.#fail(
        new CliError('worker-ended', `A process of the evaluation ended by itself (${how}); memory may have run out.`),
      );
    });
    this.#child.on('error', (error) => this.#fail(error));
    this.#child.on('message', (message: FromWorker) => {
      if (message.type === 'failed') this.#fail(failure(message.code, message.message));
      else this.#onMessage(message);
    });
    this.ready = this.#until('ready');
  }

  /** Resolves when the job is done and all its entries are kept. */
  async run(job: Job, work: PoolWork): Promise<void> {
    const kept: Promise<void>[] = [];
    const done = this.#until('done', (message) => {
      if (message.type === 'entry') kept.push(work.onEntry(message.entry));
      if (message.type === 'progress') work.onProgress(job, message.share);
    });
    const message: ToWorker = { type: 'job', job };
    this.#child.send(message);
    await done;
    await Promise.all(kept);
  }

  #until(type: FromWorker['type'], onMessage: (message: FromWorker) => void = () => {}): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#fail = reject;
      this.#onMessage = (message) => {
        onMessage(message);
        if (message.type === type) resolve();
      };
    });
  }

  /** Has the process stop at its next step and waits until it is gone. */
  async end(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    await this.#ended;
  }
}

function failure(code: string | undefined, message: string): Error {
  return code === undefined
    ? new CliError('worker-ended', `A process of the evaluation failed: ${message}`)
    : new InversionError(code as InversionErrorCode, message);
}
