import { continueAsNew, log, patched, sleep } from '@temporalio/workflow';
import { sweepActivities } from './activities.ts';

/** So that a history stays short. */
const ROUNDS = 200;
const CLEAR_EVERY = 20;
/** It asks Temporal for each run that is at work or waits. */
const SETTLE_EVERY = 4;

/** Looks again and again for what others left. There is one of it, started by every worker under the same id. */
export async function sweep(seconds: number): Promise<void> {
  const { startUnstarted, failAbandoned, settleLost, clearAway } = sweepActivities();
  // A sweeper that was in the midst of its rounds when these came goes on without them until it starts anew.
  const failsAbandoned = patched('fail-abandoned');
  const settlesLost = patched('settle-lost');
  for (let round = 0; round < ROUNDS; round++) {
    await unlessItFails(startUnstarted);
    if (failsAbandoned) await unlessItFails(failAbandoned);
    if (settlesLost && round % SETTLE_EVERY === 0) await unlessItFails(settleLost);
    if (round % CLEAR_EVERY === 0) await unlessItFails(clearAway);
    await sleep(seconds * 1000);
  }
  await continueAsNew<typeof sweep>(seconds);
}

/** The next round does what this one could not. */
async function unlessItFails(activity: () => Promise<void>): Promise<void> {
  try {
    await activity();
  } catch (error) {
    log.warn('a sweep failed', { error });
  }
}
