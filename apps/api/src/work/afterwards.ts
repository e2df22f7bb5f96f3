import { setTimeout as delay } from 'node:timers/promises';
import { Turns } from '../edge/turns.ts';

/** Of one person at once, and that may wait; what is beyond is left to the sweeper. */
const TURNS = { atOnce: 4, waiting: 500, withinMs: 60_000 };
/** That a process which goes down waits for it. */
const CLOSES_WITHIN_MS = 10_000;

/**
 * What is done when a request has its answer: telling Temporal of rows that are committed. How long that takes hangs on what else Temporal has to
 * do, and the row says to the sweeper, or to the worker, what could not be told.
 */
export class Afterwards {
  readonly #turns = new Turns(TURNS);
  readonly #open = new Set<Promise<void>>();

  /** Begins `work` when it is the turn of whoever the key names; `failed` is told why it, or its turn, came to nothing. */
  do(key: string, work: () => Promise<void>, failed: (error: unknown) => void): void {
    const done = this.#turns.take(key, work).catch(failed);
    this.#open.add(done);
    void done.finally(() => this.#open.delete(done));
  }

  /** Resolves when all that was begun is done. */
  async settled(): Promise<void> {
    while (this.#open.size > 0) await Promise.all(this.#open);
  }

  /** The same, but not for long: a Temporal that is away keeps no process from going down. */
  async close(): Promise<void> {
    await Promise.race([this.settled(), delay(CLOSES_WITHIN_MS, undefined, { ref: false })]);
  }
}
