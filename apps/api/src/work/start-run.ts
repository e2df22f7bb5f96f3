import type { RunKind } from '@facet/base';
import type { RunRef } from '@facet/contracts';
import { findPayer, markRunStarted, type Run } from '@facet/db';
import { inOrganization, viewerOf, type Context } from '../graphql/context.ts';
import { startDeliveries } from './start-deliveries.ts';

/**
 * Starts the workflow of a committed row and notes it, when the request has its answer. What fails here is logged and left to the sweeper: the
 * row says that there is work, so the client's request has succeeded.
 */
export function startRun<Kind extends RunKind>(
  context: Context,
  kind: Kind,
  run: RunRef<Kind> & Pick<Run, 'status'>,
): void {
  if (run.status !== 'queued') return;
  afterwards(context, run, 'a workflow could not be started, and is left to the sweeper', async () => {
    const { operations, work } = context.services;
    const payer = await operations.withOperations((transaction) => findPayer(transaction, run.organizationId));
    await work.startRun(kind, run, payer);
    await inOrganization(context, (transaction) => markRunStarted(transaction, kind, run));
  });
}

/**
 * Tells the workflow of a committed row that it is to stop, and webhooks if it has ended by that, when the request has its answer. The worker finds
 * it in the row as well, so here too a failure is logged only.
 */
export function stopRun(context: Context, kind: RunKind, run: Run): void {
  afterwards(context, run, 'a workflow could not be told to stop; its worker learns it from the row', () =>
    context.services.work.cancelRun(kind, run),
  );
  startDeliveries(context);
}

function afterwards(context: Context, { id }: Pick<Run, 'id'>, failed: string, work: () => Promise<void>): void {
  const { services, log } = context;
  services.afterwards.do(viewerOf(context).subject, work, (err) => log.warn({ err, run: id }, failed));
}
