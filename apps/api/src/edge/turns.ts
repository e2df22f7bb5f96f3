import PQueue from 'p-queue';

export interface TurnRules {
  /** That run at once for one key. */
  readonly atOnce: number;
  /** That may wait for one key. */
  readonly waiting: number;
  /** The longest wait. */
  readonly withinMs: number;
}

/** There are too many of somebody's waiting already, or they waited too long: nothing was begun. */
export class NoTurnError extends Error {
  override readonly name = 'NoTurnError';
  readonly retryAfterSeconds = 5;
}

/** Whoever shares a key takes turns, so that one who asks for much waits for their own and not others for them. */
export class Turns {
  readonly #queues = new Map<string, PQueue>();
  readonly #rules: TurnRules;

  constructor(rules: TurnRules) {
    this.#rules = rules;
  }

  /** Runs `use` when it is this key's turn. Throws `NoTurnError` when that is not soon. */
  async take<Result>(key: string, use: () => Promise<Result>): Promise<Result> {
    const { atOnce, waiting } = this.#rules;
    const queue = this.#queues.get(key) ?? new PQueue({ concurrency: atOnce });
    this.#queues.set(key, queue);
    if (queue.size >= waiting) throw new NoTurnError(`${waiting} wait already.`);
    const isNow = queue.size === 0 && queue.pending < atOnce;
    try {
      return await (isNow ? queue.add(use) : this.#wait(queue, use));
    } finally {
      if (queue.size === 0 && queue.pending === 0 && this.#queues.get(key) === queue) this.#queues.delete(key);
    }
  }

  async #wait<Result>(queue: PQueue, use: () => Promise<Result>): Promise<Result> {
    const { withinMs } = this.#rules;
    const giveUp = new AbortController();
    const limit = setTimeout(() => giveUp.abort(new NoTurnError(`It waited for ${withinMs / 1000} s.`)), withinMs);
    const begin = (): Promise<Result> => {
      clearTimeout(limit);
      return use();
    };
    try {
      return await queue.add(begin, { signal: giveUp.signal });
    } finally {
      clearTimeout(limit);
    }
  }
}
