import type { RunKind } from '@facet/base';
import type { OrganizationId } from '@facet/contracts';
import { findPayer, RUNNING_PER_PERSON, waitingElsewhere, waitingRuns } from '@facet/db';
import { callRun } from '@facet/work';
import { Context } from '@temporalio/activity';
import type { Dependencies } from '../../dependencies.ts';

/** More than have a place at a time, for some may have no workflow yet. */
const LIMIT = 100;

/**
 * After the end of a run: calls those of its organisation that wait for a place, the oldest first, as many as there are places, and some of the person's other organisations. What
 * fails here is logged; those who wait also ask by themselves, if seldom.
 */
export async function callWaiting(
  { database, operations, log }: Pick<Dependencies, 'database' | 'operations' | 'log'>,
  organizationId: OrganizationId,
  kind: RunKind,
): Promise<void> {
  try {
    const waiting = await database.withOrganization(organizationId, (t) => waitingRuns(t, kind, LIMIT));
    const { workflow } = Context.current().client;
    let { places } = waiting;
    for (const run of waiting.runs) {
      if (places === 0) break;
      if (await callRun(workflow, kind, run)) places -= 1;
    }
    // The place may have been the person's last one, and free for another organisation of theirs.
    const elsewhere = await operations.withOperations(async (t) => {
      const payer = await findPayer(t, organizationId);
      return payer ? waitingElsewhere(t, kind, payer, organizationId, RUNNING_PER_PERSON) : [];
    });
    for (const run of elsewhere) await callRun(workflow, kind, run);
  } catch (error) {
    log.warn({ err: error, organizationId, kind }, 'runs that wait for a place could not be called');
  }
}
