/** How much the newest step counts in the running mean of step times. */
const SMOOTHING = 0.1;

/** Steps per second and remaining time, from a running mean of step times that forgets slow starts. */
export class Pace {
  #seconds: number | undefined;
  #last: number;

  constructor(now = performance.now()) {
    this.#last = now;
  }

  /** Notes that a step has ended and returns the pace. */
  tick(remainingSteps: number, now = performance.now()): { stepsPerSecond: number; remainingSeconds: number } {
    const seconds = Math.max((now - this.#last) / 1000, 1e-6);
    this.#last = now;
    this.#seconds = this.#seconds === undefined ? seconds : this.#seconds + SMOOTHING * (seconds - this.#seconds);
    return { stepsPerSecond: 1 / this.#seconds, remainingSeconds: remainingSteps * this.#seconds };
  }
}
