import type { OrganizationId } from '@facet/contracts';
import { startDelivery, startDeliveries as start } from '@facet/work';
import { Context } from '@temporalio/activity';
import type { Dependencies } from '../../dependencies.ts';

const LIMIT = 100;

/** Starts what an organisation's ended runs have to tell its webhooks. */
export const startDeliveries = (
  { database, log }: Pick<Dependencies, 'database' | 'log'>,
  organizationId: OrganizationId,
): Promise<void> =>
  start(
    {
      inOrganization: (use) => database.withOrganization(organizationId, use),
      start: (deliveryId) => startDelivery(Context.current().client.workflow, { organizationId, deliveryId }),
      warn: (fields, message) => log.warn({ ...fields, organizationId }, message),
    },
    LIMIT,
  );
