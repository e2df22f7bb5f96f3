import type { OrganizationId } from '@facet/contracts';
import { deliveriesToStart, markDeliveryStarted } from '@facet/db';
import { startDelivery } from '@facet/work';
import { Context } from '@temporalio/activity';
import type { Dependencies } from '../../dependencies.ts';

const LIMIT = 100;

/**
 * Starts what an organisation's ended runs have to tell its webhooks. The rows are committed, so what fails here is logged and
 * left to the sweeper.
 */
export async function startDeliveries(
  { database, log }: Pick<Dependencies, 'database' | 'log'>,
  organizationId: OrganizationId,
): Promise<void> {
  try {
    const ids = await database.withOrganization(organizationId, (t) => deliveriesToStart(t, LIMIT));
    for (const deliveryId of ids) {
      if (!(await startDelivery(Context.current().client.workflow, { organizationId, deliveryId }))) continue;
      await database.withOrganization(organizationId, (t) => markDeliveryStarted(t, deliveryId));
    }
  } catch (error) {
    log.warn({ err: error, organizationId }, 'deliveries could not be started, and are left to the sweeper');
  }
}
