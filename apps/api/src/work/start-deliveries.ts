import { startDeliveries as start } from '@facet/work';
import { inOrganization, viewerOf, type Context } from '../graphql/context.ts';

/** A request starts few; more are a sign that Temporal was away, and then the sweeper is at them. */
const LIMIT = 10;

/** Starts what committed rows have to tell webhooks. */
export function startDeliveries(context: Context): Promise<void> {
  const { organizationId } = viewerOf(context);
  return start(
    {
      inOrganization: (use) => inOrganization(context, use),
      start: (id) => context.services.work.startDelivery(organizationId, id),
      warn: (...said) => context.log.warn(...said),
    },
    LIMIT,
  );
}
