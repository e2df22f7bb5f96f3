import { constants } from 'node:os';
import { ServiceError } from '../errors.ts';
import { createManager, type Manager, type ManagerOptions } from './manager.ts';

/** A terminal's Ctrl-C also comes forwarded by npm; the same key press must not count as the second one. */
const SAME_PRESS_MS = 1_000;

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type EndingSignal = (typeof signals)[number];

export interface RunOptions extends ManagerOptions {
  /** Shows an error that ends the run. Default: its message, or its stack when nobody foresaw it, on standard error. */
  readonly complain?: (error: unknown) => void;
}

/**
 * Runs `work`, which starts processes, and stays up until Ctrl-C (or SIGTERM, SIGHUP) or until a process ends unasked; or, when
 * `work` resolves to `done`, until then. All processes are ended before it resolves. A second Ctrl-C kills them.
 * @returns the exit code: 0 when done, 1 after an error, which it shows, 128 + the signal's number after a signal
 */
export async function runManaged(
  { complain = print, ...options }: RunOptions,
  work: (manager: Manager) => Promise<'stay' | 'done'>,
): Promise<number> {
  const failure = (error: unknown): 1 => {
    complain(error);
    return 1;
  };
  const interrupt = watchSignals();
  let ending = false;
  try {
    const manager = await createManager(options);
    interrupt.onSecond(() => {
      manager.kill();
      exitNow();
    });
    const never = new Promise<never>(() => undefined);
    const worked = work(manager).then(
      (result) => (result === 'done' ? 0 : never),
      // What fails because everything is being ended is no news.
      (error: unknown) => (ending ? never : failure(error)),
    );
    const code = await Promise.race([interrupt.first, manager.failed.then(failure), worked]);
    ending = true;
    manager.say('facet', 'Ending ...');
    await manager.stop();
    return code;
  } catch (error) {
    return failure(error);
  } finally {
    interrupt.release();
  }
}

function print(error: unknown): void {
  process.stderr.write(`[facet] ${error instanceof ServiceError ? error.message : String((error as Error).stack)}\n`);
}

/** What a shell reports for a program that Ctrl-C ended. */
const exitNow = (): never => process.exit(128 + constants.signals.SIGINT);

interface Interrupt {
  /** Resolves to the exit code. */
  readonly first: Promise<number>;
  onSecond(act: () => void): void;
  release(): void;
}

function watchSignals(): Interrupt {
  let firstAt: number | undefined;
  let second: () => void = exitNow;
  let resolveFirst!: (code: number) => void;
  const first = new Promise<number>((resolve) => (resolveFirst = resolve));
  const handle = (signal: EndingSignal): void => {
    const now = performance.now();
    if (firstAt === undefined) {
      firstAt = now;
      resolveFirst(128 + constants.signals[signal]);
    } else if (now - firstAt > SAME_PRESS_MS) second();
  };
  for (const signal of signals) process.on(signal, handle);
  return {
    first,
    onSecond: (act) => (second = act),
    release: () => {
      for (const signal of signals) process.off(signal, handle);
    },
  };
}
