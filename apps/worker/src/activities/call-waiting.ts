import type { OrganizationId, RunAttempt } from '@facet/contracts';
import { waitingRuns, type Run, type RunKind } from '@facet/db';
import { Context } from '@temporalio/activity';
import { WorkflowNotFoundError } from '@temporalio/client';
import { PLACE_SIGNAL } from '../workflows/signals.ts';
import type { Dependencies } from './dependencies.ts';

/** Names the workflow of an attempt. */
export type WorkflowIdOf<Row extends Run> = (run: RunAttempt<Row['id']>) => string;

/** More than have a place at a time, for some may have no workflow yet. */
const LIMIT = 100;

/**
 * After the end of a run: calls those of its organisation that wait for a place, the oldest first, as many as there are places. What
 * fails here is logged; those who wait also ask by themselves, if seldom.
 */
export async function callWaiting<Row extends Run>(
  { database, log }: Pick<Dependencies, 'database' | 'log'>,
  organizationId: OrganizationId,
  kind: RunKind<Row>,
  workflowIdOf: WorkflowIdOf<Row>,
): Promise<void> {
  try {
    const waiting = await database.withOrganization(organizationId, (t) => waitingRuns(t, kind, LIMIT));
    let { places } = waiting;
    for (const run of waiting.runs) {
      if (places === 0) return;
      if (await call(workflowIdOf(run))) places -= 1;
    }
  } catch (error) {
    log.warn({ err: error, organizationId, kind: kind.kind }, 'runs that wait for a place could not be called');
  }
}

/** False where there is no workflow: not yet, or not any more. */
async function call(workflowId: string): Promise<boolean> {
  try {
    await Context.current().client.workflow.getHandle(workflowId).signal(PLACE_SIGNAL);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
