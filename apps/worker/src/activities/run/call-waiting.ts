import type { RunKind } from '@facet/base';
import type { OrganizationId } from '@facet/contracts';
import { waitingRuns } from '@facet/db';
import { callRun } from '@facet/work';
import { Context } from '@temporalio/activity';
import type { Dependencies } from '../../dependencies.ts';

/** More than have a place at a time, for some may have no workflow yet. */
const LIMIT = 100;

/**
 * After the end of a run: calls those of its organisation that wait for a place, the oldest first, as many as there are places. What
 * fails here is logged; those who wait also ask by themselves, if seldom.
 */
export async function callWaiting(
  { database, log }: Pick<Dependencies, 'database' | 'log'>,
  organizationId: OrganizationId,
  kind: RunKind,
): Promise<void> {
  try {
    const waiting = await database.withOrganization(organizationId, (t) => waitingRuns(t, kind, LIMIT));
    let { places } = waiting;
    for (const run of waiting.runs) {
      if (places === 0) return;
      if (await callRun(Context.current().client.workflow, kind, run)) places -= 1;
    }
  } catch (error) {
    log.warn({ err: error, organizationId, kind }, 'runs that wait for a place could not be called');
  }
}
