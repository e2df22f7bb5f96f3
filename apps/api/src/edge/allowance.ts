import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Over how long it is counted. */
const WINDOW_SECONDS = 10;

/** One address has sent more than its share before it was known who asks. */
export class NoAllowanceError extends Error {
  override readonly name = 'NoAllowanceError';
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super(`Too much comes from this address. Try again in ${retryAfterSeconds} s.`);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/**
 * What one address may have done for it before it is known who asks, in points: about a millisecond of the process each, 1 for
 * any request. Kept in memory, because a stranger's request must not cost a statement.
 */
export class Allowance {
  readonly #limiter: RateLimiterMemory;

  /** @param points in ten seconds */
  constructor(points: number) {
    this.#limiter = new RateLimiterMemory({ points, duration: WINDOW_SECONDS });
  }

  /** Throws `NoAllowanceError` when it is used up. */
  async spend(addressGroup: string, points: number): Promise<void> {
    try {
      await this.#limiter.consume(addressGroup, points);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      throw new NoAllowanceError(Math.max(1, Math.ceil(refused.msBeforeNext / 1000)));
    }
  }
}
