/** Steps after which a step's time counts half. */
const HALF_LIFE = 25;

/** Reports after the first that must be in before anything is said: a single one may be anything. */
const REPORTS_MIN = 3;

/**
 * Estimates the time left of a piece of work from its recent pace: an exponential mean over the time per step (corrected for
 * its start, as in Adam), slow enough that a step with a preview does not shake it. What comes before the first report, where
 * sessions are made and files are read, is no step's time, so nothing is said until a few steps have followed it.
 */
export class Estimate {
  readonly #total: number;
  #last: { readonly done: number; readonly at: number } | undefined;
  #done: number;
  #seconds = 0;
  #weight = 0;
  #reports = 0;

  /** @param alreadyDone steps that an earlier start has done, at a pace of its own */
  constructor(total: number, alreadyDone = 0) {
    this.#total = total;
    this.#done = alreadyDone;
  }

  /** Takes note that `done` steps are finished at `now` (milliseconds); returns the seconds left, as soon as they can be known. */
  update(done: number, now: number): number | undefined {
    if (done >= this.#total) return 0;
    if (done > this.#done) {
      if (this.#last !== undefined) this.#count(done - this.#last.done, (now - this.#last.at) / 1000);
      this.#last = { done, at: now };
      this.#done = done;
    }
    if (this.#reports < REPORTS_MIN) return undefined;
    return (this.#seconds / this.#weight) * (this.#total - done);
  }

  #count(steps: number, seconds: number): void {
    const kept = 0.5 ** (steps / HALF_LIFE);
    this.#seconds = this.#seconds * kept + (seconds / steps) * (1 - kept);
    this.#weight = this.#weight * kept + (1 - kept);
    this.#reports += 1;
  }
}
