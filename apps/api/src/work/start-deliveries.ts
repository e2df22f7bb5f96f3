import { deliveriesToStart, markDeliveryStarted } from '@facet/db';
import { inOrganization, viewerOf, type Context } from '../graphql/context.ts';

/** A request starts few; more are a sign that Temporal was away, and then the sweeper is at them. */
const LIMIT = 10;

/** Starts what committed rows have to tell webhooks. What fails here is logged and left to the sweeper. */
export async function startDeliveries(context: Context): Promise<void> {
  const { organizationId } = viewerOf(context);
  try {
    for (const id of await inOrganization(context, (transaction) => deliveriesToStart(transaction, LIMIT)))
      if (await context.services.work.startDelivery(organizationId, id))
        await inOrganization(context, (transaction) => markDeliveryStarted(transaction, id));
  } catch (err) {
    context.log.warn({ err }, 'deliveries could not be started, and are left to the sweeper');
  }
}
