import { Context } from '@temporalio/activity';

/** How often the server hears of us, and we ask whether to go on: cancelling stops within this time and one step. */
export const PULSE_MS = 1000;

/** Runs `work` while a timer sends heartbeats, so that a worker that is lost with it is missed soon. */
export async function heartbeating<Result>(work: () => Promise<Result>): Promise<Result> {
  const context = Context.current();
  const timer = setInterval(() => context.heartbeat(), PULSE_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
