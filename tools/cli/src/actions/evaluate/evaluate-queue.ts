import { readiness, remainder } from '@facet/studies';
import type { Job, Results } from '@facet/studies';

/** What is left to do, handed out in order as far as jobs that others need are finished. */
export class JobQueue {
  readonly #results: Results;
  #waiting: Job[];
  readonly #running = new Set<Job>();

  constructor(jobs: readonly Job[], results: Results) {
    this.#results = results;
    this.#waiting = jobs.flatMap((job) => remainder(job, results) ?? []);
  }

  get length(): number {
    return this.#waiting.length;
  }

  get cost(): number {
    return this.#waiting.reduce((sum, { cost }) => sum + cost, 0);
  }

  next(): Job | 'wait' | undefined {
    // Another variant may have had the same job meanwhile, and an inversion may have diverged.
    this.#waiting = this.#waiting.flatMap((job) => {
      const left = remainder(job, this.#results);
      return left === undefined || readiness(left, this.#results) === 'impossible' ? [] : [left];
    });
    const at = this.#waiting.findIndex((job) => readiness(job, this.#results) === 'ready' && !this.#isRunning(job));
    if (at >= 0) {
      const [job] = this.#waiting.splice(at, 1);
      this.#running.add(job!);
      return job;
    }
    return this.#waiting.length > 0 ? 'wait' : undefined;
  }

  finish(job: Job): void {
    this.#running.delete(job);
  }

  /** Whether nothing is left of a reference (by its place) and those before it. */
  hasFinished(at: number): boolean {
    return at >= 0 && [...this.#waiting, ...this.#running].every((job) => job.at > at);
  }

  /** Whether another process is doing the same for a variant that does the same. */
  #isRunning(job: Job): boolean {
    const ids = new Set(idsOf(job));
    return [...this.#running].some((other) => idsOf(other).some((id) => ids.has(id)));
  }
}

const idsOf = (job: Job): readonly string[] => (job.type === 'inversion' ? [job.id] : job.trials.map(({ id }) => id));
