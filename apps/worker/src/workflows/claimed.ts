import type { RunStatus } from '@facet/contracts';
import { sleep } from '@temporalio/workflow';

/** Between two questions, once it has asked for a while. Compositions take seconds, and somebody looks at them. */
const LONGEST_WAIT_S = { composition: 5, inversion: 15 } as const;

/** Asks for a place among the running jobs of the organisation until there is one, or the run is over. */
export async function claimed(kind: keyof typeof LONGEST_WAIT_S, claim: () => Promise<RunStatus>): Promise<boolean> {
  for (let seconds = 1; ; seconds = Math.min(2 * seconds, LONGEST_WAIT_S[kind])) {
    const status = await claim();
    if (status !== 'queued') return status === 'running';
    await sleep(seconds * 1000);
  }
}
