import { RUN_KINDS, type RunKind } from '@facet/base';
import { markRunStarted, unstartedDeliveries, unstartedRuns } from '@facet/db';
import { startRun } from '@facet/work';
import { Context } from '@temporalio/activity';
import type { Dependencies } from '../../dependencies.ts';
import { startDeliveries } from '../webhook/start-deliveries.ts';

/** Whoever made a younger row is most likely just about to start it. */
const SWEEP = { olderThanSeconds: 10, limit: 100 } as const;

/** Starts what a crash between row and workflow left unstarted. */
export async function startUnstarted(dependencies: Dependencies): Promise<void> {
  for (const kind of RUN_KINDS) await startRuns(dependencies, kind);
  const deliveries = await dependencies.operations.withOperations((t) => unstartedDeliveries(t, SWEEP));
  for (const organizationId of new Set(deliveries.map((delivery) => delivery.organizationId)))
    await startDeliveries(dependencies, organizationId);
}

async function startRuns({ database, operations, log }: Dependencies, kind: RunKind): Promise<void> {
  for (const run of await operations.withOperations((t) => unstartedRuns(t, kind, SWEEP))) {
    const { organizationId, id } = run;
    await startRun(Context.current().client.workflow, kind, run, run.payer);
    await database.withOrganization(organizationId, (t) => markRunStarted(t, kind, run));
    log.info({ organizationId, kind, id }, 'started what was left unstarted');
  }
}
