import { compositions, inversions, markRunStarted, type Composition, type Inversion } from '@facet/db';
import { inOrganization, type Context } from '../graphql/context.ts';
import { startDeliveries } from './start-deliveries.ts';

/**
 * Starts the workflow of a committed row and notes it. What fails here is logged and left to the sweeper: the row says that
 * there is work, so the client's request has succeeded.
 */
export async function startInversionRun(context: Context, run: Inversion): Promise<void> {
  if (run.status !== 'queued') return;
  await attempt(context, run, NOT_STARTED, async () => {
    await context.services.work.startInversion(run);
    await inOrganization(context, (transaction) => markRunStarted(transaction, inversions, run));
  });
}

export async function startCompositionRun(context: Context, run: Composition): Promise<void> {
  if (run.status !== 'queued') return;
  await attempt(context, run, NOT_STARTED, async () => {
    await context.services.work.startComposition(run);
    await inOrganization(context, (transaction) => markRunStarted(transaction, compositions, run));
  });
}

/**
 * Tells the workflow of a committed row that it is to stop, and webhooks if it has ended by that. The worker finds it in the row
 * as well, so here too a failure is logged only.
 */
export async function stopInversionRun(context: Context, run: Inversion): Promise<void> {
  await attempt(context, run, NOT_STOPPED, () => context.services.work.cancelInversion(run));
  await startDeliveries(context);
}

export async function stopCompositionRun(context: Context, run: Composition): Promise<void> {
  await attempt(context, run, NOT_STOPPED, () => context.services.work.cancelComposition(run));
  await startDeliveries(context);
}

const NOT_STARTED = 'a workflow could not be started, and is left to the sweeper';
const NOT_STOPPED = 'a workflow could not be told to stop; its worker learns it from the row';

async function attempt(
  { log }: Context,
  { id }: Inversion | Composition,
  failed: string,
  action: () => Promise<void>,
): Promise<void> {
  try {
    await action();
  } catch (err) {
    log.warn({ err, run: id }, failed);
  }
}
