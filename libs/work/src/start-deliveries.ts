import type { WebhookDeliveryId } from '@facet/contracts';
import { deliveriesToStart, markDeliveryStarted, type OrganizationTransaction } from '@facet/db';

/** How a program does what starting deliveries takes. */
export interface DeliveryDoor {
  /** Runs in a transaction of the organisation whose deliveries they are. */
  inOrganization<Result>(use: (transaction: OrganizationTransaction) => Promise<Result>): Promise<Result>;
  /** As `startDelivery`. */
  start(id: WebhookDeliveryId): Promise<boolean>;
  warn(fields: { readonly err: unknown }, message: string): void;
}

/**
 * Starts what committed rows of an organisation have to tell its webhooks, `limit` of it at most. What fails here is logged and left to
 * the sweeper.
 */
export async function startDeliveries({ inOrganization, start, warn }: DeliveryDoor, limit: number): Promise<void> {
  try {
    for (const id of await inOrganization((transaction) => deliveriesToStart(transaction, limit)))
      if (await start(id)) await inOrganization((transaction) => markDeliveryStarted(transaction, id));
  } catch (err) {
    warn({ err }, 'deliveries could not be started, and are left to the sweeper');
  }
}
