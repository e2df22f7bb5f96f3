import { compositionWorkflowId, inversionWorkflowId, isOver } from '@facet/contracts';
import {
  abandonedCompositions,
  abandonedInversions,
  compositions,
  endCancelled,
  failRun,
  inversions,
  OFFER_EXPIRES_SECONDS,
  requireRun,
  type AbandonedRun,
  type OrganizationTransaction,
  type Run,
  type RunKind,
} from '@facet/db';
import { Context } from '@temporalio/activity';
import { WorkflowNotFoundError } from '@temporalio/client';
import { afterRun } from './after-run.ts';
import type { WorkflowIdOf } from './call-waiting.ts';
import type { Dependencies } from './dependencies.ts';
import { gaveUp } from './gave-up.ts';

const LIMIT = 100;

export interface AbandonedDependencies extends Dependencies {
  /** How long a run waits for a worker that holds its model. */
  readonly modelWaitSeconds: number;
}

/**
 * Ends runs whose model no worker has held for so long: those that wait or were at work fail as `model-unavailable` and can be
 * resumed, those that were to stop are cancelled. After the database was away all workers look gone until they announce their
 * models anew, so a run has to be found again, by this process, once live ones have had the time for that.
 */
export function createFailAbandoned(dependencies: AbandonedDependencies): () => Promise<void> {
  const { operations, modelWaitSeconds } = dependencies;
  const sweep = { olderThanSeconds: modelWaitSeconds, limit: LIMIT };
  const confirmMs = Math.min(OFFER_EXPIRES_SECONDS, modelWaitSeconds / 10) * 1000;
  let firstFound = new Map<string, number>();

  return async () => {
    const found = await operations.withOperations(async (t) => ({
      inversions: await abandonedInversions(t, sweep),
      compositions: await abandonedCompositions(t, sweep),
    }));
    const now = performance.now();
    const all = [...found.inversions, ...found.compositions];
    firstFound = new Map(all.map(({ id }) => [id, firstFound.get(id) ?? now]));
    const isConfirmed = ({ id }: { id: string }): boolean => now - firstFound.get(id)! >= confirmMs;
    for (const run of found.inversions.filter(isConfirmed))
      await end(dependencies, run, inversions, inversionWorkflowId);
    for (const run of found.compositions.filter(isConfirmed))
      await end(dependencies, run, compositions, compositionWorkflowId);
  };
}

/** Ends the row if nothing has happened to it since it was found, then the workflow of its attempt, which waits for a worker. */
async function end<Row extends Run>(
  dependencies: AbandonedDependencies,
  run: AbandonedRun<Row['id']>,
  kind: RunKind<Row>,
  workflowIdOf: WorkflowIdOf<Row>,
): Promise<void> {
  const { database, log } = dependencies;
  const { organizationId, id } = run;
  const isEnded = await database.withOrganization(organizationId, (t) => endRow(t, run, kind));
  if (!isEnded) return;
  log.warn({ organizationId, kind: kind.kind, id }, 'no worker has held the model of a run for too long');
  await terminate(workflowIdOf(run));
  await afterRun(dependencies, organizationId, kind, workflowIdOf);
}

async function endRow<Row extends Run>(
  transaction: OrganizationTransaction,
  { id, attempt, updatedAt }: AbandonedRun<Row['id']>,
  kind: RunKind<Row>,
): Promise<boolean> {
  const row = await requireRun(transaction, kind, id, true);
  if (isOver(row.status) || row.attempt !== attempt || row.updatedAt.getTime() !== updatedAt.getTime()) return false;
  if (row.status === 'cancelling') await endCancelled(transaction, kind, id);
  else await failRun(transaction, kind, id, ...gaveUp('model-unavailable'));
  return true;
}

async function terminate(workflowId: string): Promise<void> {
  try {
    await Context.current().client.workflow.getHandle(workflowId).terminate('model-unavailable');
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
