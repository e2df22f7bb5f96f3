import { APIError } from 'better-auth/api';
import { fileURLToPath } from 'node:url';
import workerpool from 'workerpool';

/** That may wait; each takes about a tenth of a second of a core. */
const WAITING = 32;
const RETRY_AFTER_SECONDS = '5';

export interface Passwords {
  readonly hash: (password: string) => Promise<string>;
  readonly verify: (given: { hash: string; password: string }) => Promise<boolean>;
  close(): Promise<void>;
}

/**
 * Hashes in threads of their own: Node's one pool also reads files, looks up names and compresses, so a crowd that tries
 * passwords would stop everybody. Beyond what may wait, an attempt is refused with 503 before it costs anything.
 */
export function createPasswords(threads = 1): Passwords {
  const pool = workerpool.pool(fileURLToPath(new URL('./password-worker.ts', import.meta.url)), {
    workerType: 'thread',
    minWorkers: 0,
    maxWorkers: threads,
    maxQueueSize: WAITING,
  });
  async function run<Result>(method: string, args: unknown[]): Promise<Result> {
    if (pool.stats().pendingTasks >= WAITING)
      throw new APIError(
        'SERVICE_UNAVAILABLE',
        { message: 'Many are signing in at the moment. Try again in some seconds.' },
        { 'retry-after': RETRY_AFTER_SECONDS },
      );
    return (await pool.exec(method, args)) as Result;
  }
  return {
    hash: (password) => run('hash', [password]),
    verify: ({ hash, password }) => run('verify', [hash, password]),
    close: async () => void (await pool.terminate()),
  };
}
