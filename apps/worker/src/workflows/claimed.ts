import type { RunStatus } from '@facet/contracts';
import { sleep } from '@temporalio/workflow';

const LONGEST_WAIT_S = 15;

/** Asks for a place among the running jobs of the organisation until there is one, or the run is over. */
export async function claimed(claim: () => Promise<RunStatus>): Promise<boolean> {
  for (let seconds = 1; ; seconds = Math.min(2 * seconds, LONGEST_WAIT_S)) {
    const status = await claim();
    if (status !== 'queued') return status === 'running';
    await sleep(seconds * 1000);
  }
}
