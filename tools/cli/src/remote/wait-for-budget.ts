import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandContext } from '../context.ts';

/** Waits, and says so, until the rate limit lets the next operation through. Ctrl-C ends the waiting. */
export async function waitForBudget({ reporter, signal }: CommandContext, seconds: number): Promise<void> {
  reporter.note(`The rate limit is reached; going on in ${seconds} s.`);
  await sleep(seconds * 1000, undefined, { signal });
}
