import { setTimeout as delay } from 'node:timers/promises';
import type { Running, StartContext } from './running.ts';
import { startProcess, type ProcessSpec } from './start-process.ts';

export interface RestartPolicy {
  /** After this many restarts within `withinMs` a further end is taken for good. */
  readonly atMost: number;
  readonly withinMs: number;
}

/** Before the first restart; twice as long before each further one, up to the longest. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Like `startProcess`, but a program that ends by itself is started again. Only the first start has to succeed. `ended` resolves
 * when it was stopped, or when restarting does not help; `pid` is that of the program that runs now.
 */
export async function keepRunning(spec: ProcessSpec, policy: RestartPolicy, context: StartContext): Promise<Running> {
  const stopping = new AbortController();
  const signal = AbortSignal.any([stopping.signal, ...(context.signal ? [context.signal] : [])]);
  const start = (): Promise<Running> => startProcess(spec, { ...context, signal });
  let current = await start();

  async function untilForGood(): Promise<string> {
    let how = String(await current.ended);
    for (let ends: number[] = []; !signal.aborted;) {
      const now = performance.now();
      ends = [...ends.filter((at) => now - at < policy.withinMs), now];
      const restarts = ends.length - 1;
      if (restarts >= policy.atMost) return `${how} (restarted ${restarts} times in ${policy.withinMs / 1000} s)`;
      context.say?.(`It ${how}; starting it again ...`);
      try {
        await delay(Math.min(FIRST_PAUSE_MS * 2 ** restarts, LONGEST_PAUSE_MS), undefined, { signal });
        current = await start();
        context.say?.('It runs again.');
        how = String(await current.ended);
      } catch (error) {
        if (signal.aborted) break;
        const { cause = error } = error as Error;
        how = (cause as Error).message;
      }
    }
    return how;
  }

  const ended = untilForGood();
  return {
    get pid() {
      return current.pid;
    },
    ended,
    async stop() {
      stopping.abort();
      await current.stop();
      await ended;
    },
  };
}
