import { compositions, inversions, markRunStarted, type Composition, type Inversion } from '@facet/db';
import { inOrganization, type Context } from '../graphql/context.ts';

/**
 * Starts the workflow of a committed row and notes it. What fails here is logged and left to the sweeper: the row says that
 * there is work, so the client's request has succeeded.
 */
export async function startInversionRun(context: Context, run: Inversion): Promise<void> {
  await attempt(context, run, async () => {
    if (await context.services.work.startInversion(run))
      await inOrganization(context, (transaction) => markRunStarted(transaction, inversions, run.id));
  });
}

export async function startCompositionRun(context: Context, run: Composition): Promise<void> {
  await attempt(context, run, async () => {
    if (await context.services.work.startComposition(run))
      await inOrganization(context, (transaction) => markRunStarted(transaction, compositions, run.id));
  });
}

async function attempt(
  { log }: Context,
  { id, status }: Inversion | Composition,
  start: () => Promise<void>,
): Promise<void> {
  if (status !== 'queued') return;
  try {
    await start();
  } catch (err) {
    log.warn({ err, run: id }, 'a workflow could not be started, and is left to the sweeper');
  }
}
