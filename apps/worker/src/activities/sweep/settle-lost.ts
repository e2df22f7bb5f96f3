import { RUN_KINDS, type RunKind } from '@facet/base';
import {
  markDeliveryUnstarted,
  markRunUnstarted,
  startedDeliveries,
  startedRuns,
  type StartedDelivery,
  type StartedRun,
} from '@facet/db';
import { deliveryStanding, runStanding } from '@facet/work';
import { Context } from '@temporalio/activity';
import type { Dependencies } from '../../dependencies.ts';
import { afterRun } from '../run/after-run.ts';
import { endUntouched } from './end-untouched.ts';

/** Whoever has just started a workflow, or ended a row, is done with it by then. */
const SWEEP = { olderThanSeconds: 60, limit: 200 } as const;

const LOST = [
  'infrastructure',
  'What worked on this run is gone, as after a backup was restored. Resume it: it goes on from what it had kept.',
] as const;

/**
 * Settles rows with Temporal, which knows nothing of their workflows after a backup was restored beside a new one, or has ended them
 * unasked. Without that they would stay at work for ever and keep the places of others. Where Temporal cannot be asked, nothing is done.
 */
export async function settleLost(dependencies: Dependencies): Promise<void> {
  const { operations } = dependencies;
  for (const kind of RUN_KINDS)
    for await (const run of each((after?: StartedRun) =>
      operations.withOperations((t) => startedRuns(t, kind, SWEEP, after?.id)),
    ))
      await settleRun(dependencies, kind, run);
  for await (const delivery of each((after?: StartedDelivery) =>
    operations.withOperations((t) => startedDeliveries(t, SWEEP, after?.id)),
  ))
    await settleDelivery(dependencies, delivery);
}

/** All rows, page after page. */
async function* each<Row>(page: (after?: Row) => Promise<Row[]>): AsyncGenerator<Row> {
  for (let rows = await page(); rows.length > 0; rows = await page(rows.at(-1))) yield* rows;
}

/** A run that only waited is started again, and keeps its turn; one that was at work fails, and can be resumed. */
async function settleRun(dependencies: Dependencies, kind: RunKind, run: StartedRun): Promise<void> {
  const { database, log } = dependencies;
  const { organizationId, id, status } = run;
  const standing = await runStanding(Context.current().client.workflow, kind, run);
  if (standing === 'running') return;
  // The workflow of an attempt is started once, so one that has ended cannot be started again.
  if (status === 'queued' && standing === 'unknown') {
    await database.withOrganization(organizationId, (t) => markRunUnstarted(t, kind, run));
    log.warn({ organizationId, kind, id }, 'the workflow of a run that waits is gone, and is started again');
    return;
  }
  if (!(await database.withOrganization(organizationId, (t) => endUntouched(t, kind, run, LOST)))) return;
  log.warn({ organizationId, kind, id, status }, 'the workflow of a run is gone');
  await afterRun(dependencies, organizationId, kind);
}

async function settleDelivery({ database, log }: Dependencies, { organizationId, id }: StartedDelivery): Promise<void> {
  if ((await deliveryStanding(Context.current().client.workflow, id)) === 'running') return;
  await database.withOrganization(organizationId, (t) => markDeliveryUnstarted(t, id));
  log.warn({ organizationId, id }, 'the workflow of a delivery is gone, and is started again');
}
