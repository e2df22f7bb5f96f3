import { FacetError } from '@facet/base';

/** More work waits than is let in. The same request may come again, at the soonest after this time. */
export class BusyError extends FacetError<'busy'> {
  readonly retryAfterSeconds: number;

  constructor(message: string, retryAfterSeconds: number) {
    super('busy', message);
    this.retryAfterSeconds = retryAfterSeconds;
  }

  override get retryable(): boolean {
    return true;
  }
}

export interface TurnLimits {
  /** Pieces of work at once, of all parties and of any one. */
  readonly atOnce: number;
  readonly atOnceEach: number;
  /** Pieces of work that wait, of all parties and of any one. */
  readonly waiting: number;
  readonly waitingEach: number;
}

interface Waiting {
  readonly parties: readonly string[];
  /** When it starts in the order of turns. */
  readonly turn: number;
  readonly start: () => void;
}

const MAX_RETRY_SECONDS = 60;

/**
 * Lets few pieces of work run at once and shares them out: parties that have work waiting take turns, so that one that brings
 * a hundred pieces does not make another's single one wait for them all. Work counts for each of its parties, an organisation
 * and a person, so that a person gains nothing by having many organisations. What waits holds nothing: `work` begins
 * with its turn.
 *
 * The order is that of start-time fair queueing (Goyal, Vin and Cheng, 1996) with pieces of one size.
 */
export class Turns {
  readonly #limits: TurnLimits;
  #waiting: Waiting[] = [];
  readonly #running = new Map<string, number>();
  #runningAll = 0;
  /** The turn of the piece that started last, and the turn behind each party's last piece. */
  #now = 0;
  readonly #behind = new Map<string, number>();
  /** Of recent pieces, in seconds. */
  #usualSeconds = 1;

  constructor(limits: TurnLimits) {
    this.#limits = limits;
  }

  /** Pieces of work that have not begun. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** @throws BusyError when too many pieces wait already, of all parties or of one of these */
  async take<T>(parties: readonly string[], work: () => Promise<T>): Promise<T> {
    this.#assertRoom(parties);
    await new Promise<void>((start) => this.#enqueue(parties, start));
    const from = performance.now();
    try {
      return await work();
    } finally {
      this.#usualSeconds += ((performance.now() - from) / 1000 - this.#usualSeconds) / 8;
      this.#end(parties);
    }
  }

  #assertRoom(parties: readonly string[]): void {
    const { atOnce, waiting, waitingEach } = this.#limits;
    const isFull = this.#waiting.length >= waiting;
    const own = (party: string): number => this.#waiting.filter((each) => each.parties.includes(party)).length;
    if (!isFull && parties.every((party) => own(party) < waitingEach)) return;
    const seconds = Math.ceil((this.#usualSeconds * this.#waiting.length) / atOnce);
    throw new BusyError(
      isFull
        ? `${waiting} files are waiting to be read; try again in a moment.`
        : `${waitingEach} files of yours are waiting to be read; send the next when one of them is done.`,
      Math.min(MAX_RETRY_SECONDS, Math.max(1, seconds)),
    );
  }

  #enqueue(parties: readonly string[], start: () => void): void {
    const turn = Math.max(this.#now, ...parties.map((party) => this.#behind.get(party) ?? 0));
    for (const party of parties) this.#behind.set(party, turn + 1);
    this.#waiting.push({ parties, turn, start });
    this.#startNext();
  }

  #startNext(): void {
    const { atOnce, atOnceEach } = this.#limits;
    if (this.#runningAll >= atOnce) return;
    const mayStart = ({ parties }: Waiting): boolean =>
      parties.every((party) => (this.#running.get(party) ?? 0) < atOnceEach);
    const candidates = this.#waiting.filter(mayStart);
    if (candidates.length === 0) return;
    const next = candidates.reduce((first, each) => (each.turn < first.turn ? each : first));
    this.#waiting = this.#waiting.filter((each) => each !== next);
    this.#now = Math.max(this.#now, next.turn);
    this.#count(next.parties, 1);
    next.start();
  }

  #end(parties: readonly string[]): void {
    this.#count(parties, -1);
    this.#startNext();
    if (this.#runningAll > 0) return;
    this.#now = 0;
    this.#behind.clear();
  }

  #count(parties: readonly string[], change: 1 | -1): void {
    this.#runningAll += change;
    for (const party of parties) {
      const count = (this.#running.get(party) ?? 0) + change;
      if (count === 0) this.#running.delete(party);
      else this.#running.set(party, count);
    }
  }
}
