import type { RunKind } from '@facet/base';
import type { RunStatus } from '@facet/contracts';
import { PLACE_SIGNAL } from '@facet/contracts/queues';
import { condition, defineSignal, setHandler } from '@temporalio/workflow';

/** Between two questions that nobody called for. A call can be lost, and then somebody may look at a composition. */
const FIRST_WAIT_S = 5;
const LONGEST_WAIT_S: Readonly<Record<RunKind, number>> = { composition: 60, inversion: 300 };

/**
 * Asks for a place among the running jobs of the organisation until there is one, or the run is over. Whoever frees a place calls;
 * without that a long queue would ask all the time, and fill the histories of those in it.
 */
export async function waitForPlace(kind: RunKind, claim: () => Promise<RunStatus>): Promise<boolean> {
  let isCalled = false;
  setHandler(defineSignal(PLACE_SIGNAL), () => void (isCalled = true));
  for (let seconds = FIRST_WAIT_S; ; seconds = Math.min(4 * seconds, LONGEST_WAIT_S[kind])) {
    isCalled = false;
    const status = await claim();
    if (status !== 'queued') return status === 'running';
    await condition(() => isCalled, seconds * 1000);
  }
}
