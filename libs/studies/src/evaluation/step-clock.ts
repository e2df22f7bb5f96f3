/** Steps that were timed, and their wall seconds together; kept beside the checkpoint of an unfinished run. */
export interface Timed {
  readonly steps: number;
  readonly seconds: number;
}

/**
 * The time of an inversion's steps over all its starts. A start's first step is not timed, because loading and building
 * the gradient graph fall into it; it is taken to last as long as the others.
 */
export class StepClock {
  #steps: number;
  #seconds: number;
  #last: number | undefined;

  constructor(earlier: Timed = { steps: 0, seconds: 0 }) {
    this.#steps = earlier.steps;
    this.#seconds = earlier.seconds;
  }

  /** Takes note that a step has ended at `now` (milliseconds). */
  tick(now = performance.now()): void {
    if (this.#last !== undefined) {
      this.#steps += 1;
      this.#seconds += (now - this.#last) / 1000;
    }
    this.#last = now;
  }

  get timed(): Timed {
    return { steps: this.#steps, seconds: this.#seconds };
  }

  /** Seconds of `steps` steps; 0 when no step was timed. */
  secondsOf(steps: number): number {
    return this.#steps === 0 ? 0 : (this.#seconds / this.#steps) * steps;
  }
}
