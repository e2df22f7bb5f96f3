import { startDeliveries as start, type DeliveryDoor } from '@facet/work';
import { inOrganization, viewerOf, type Context } from '../graphql/context.ts';

/** A request starts few; more are a sign that Temporal was away, and then the sweeper is at them. */
const LIMIT = 10;

/** Starts what committed rows have to tell webhooks, when the request has its answer. */
export function startDeliveries(context: Context): void {
  const { services, log } = context;
  const { organizationId, subject } = viewerOf(context);
  const door: DeliveryDoor = {
    inOrganization: (use) => inOrganization(context, use),
    start: (id) => services.work.startDelivery(organizationId, id),
    warn: (...said) => log.warn(...said),
  };
  services.afterwards.do(
    subject,
    () => start(door, LIMIT),
    (err) => log.warn({ err }, 'deliveries are left to the sweeper'),
  );
}
