import type { RunKind } from '@facet/base';
import type { RunRef } from '@facet/contracts';
import { findPayer, markRunStarted, type Run } from '@facet/db';
import { inOrganization, type Context } from '../graphql/context.ts';
import { startDeliveries } from './start-deliveries.ts';

/**
 * Starts the workflow of a committed row and notes it. What fails here is logged and left to the sweeper: the row says that
 * there is work, so the client's request has succeeded.
 */
export async function startRun<Kind extends RunKind>(
  context: Context,
  kind: Kind,
  run: RunRef<Kind> & Pick<Run, 'status'>,
): Promise<void> {
  if (run.status !== 'queued') return;
  await attempt(context, run, 'a workflow could not be started, and is left to the sweeper', async () => {
    const { operations, work } = context.services;
    const payer = await operations.withOperations((transaction) => findPayer(transaction, run.organizationId));
    await work.startRun(kind, run, payer);
    await inOrganization(context, (transaction) => markRunStarted(transaction, kind, run));
  });
}

/**
 * Tells the workflow of a committed row that it is to stop, and webhooks if it has ended by that. The worker finds it in the row
 * as well, so here too a failure is logged only.
 */
export async function stopRun(context: Context, kind: RunKind, run: Run): Promise<void> {
  await attempt(context, run, 'a workflow could not be told to stop; its worker learns it from the row', () =>
    context.services.work.cancelRun(kind, run),
  );
  await startDeliveries(context);
}

async function attempt(
  { log }: Context,
  { id }: Pick<Run, 'id'>,
  failed: string,
  action: () => Promise<void>,
): Promise<void> {
  try {
    await action();
  } catch (err) {
    log.warn({ err, run: id }, failed);
  }
}
