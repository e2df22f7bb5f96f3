import PQueue from 'p-queue';
import type { JobKind } from './jobs.ts';

/** Somebody looks at the screen while a picture is drawn; a trained run that is not finished still takes its organisation's place. */
const PRIORITY: Readonly<Record<JobKind, number>> = { draw: 2, finish: 1, train: 0 };

/**
 * The model's device does one thing at a time: work of several kinds that took turns at each of its steps would have the sessions
 * of all of them in memory, and large models be loaded again for every step.
 */
export class Device {
  readonly #queue = new PQueue({ concurrency: 1 });

  /** Does `work` when its turn comes. Rejects as soon as the signal fires; work that has begun then ends by itself. */
  take<Result>(kind: JobKind, work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    return this.#queue.add(work, { priority: PRIORITY[kind], ...(signal && { signal }) });
  }
}
