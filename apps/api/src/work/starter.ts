import type { RunAttempt, RunKind } from '@facet/base';
import type { OrganizationId, RunRef, UserId, WebhookDeliveryId } from '@facet/contracts';

/** Hands work to Temporal, as @facet/work does; rejects within seconds when Temporal does not answer. */
export interface WorkStarter {
  startRun<Kind extends RunKind>(kind: Kind, run: RunRef<Kind>, payer: UserId | null): Promise<void>;
  startDelivery(organizationId: OrganizationId, id: WebhookDeliveryId): Promise<boolean>;
  cancelRun(kind: RunKind, run: RunAttempt): Promise<void>;
  /** Ends the workflow of a run whose row is gone. */
  terminateRun(kind: RunKind, run: RunAttempt, reason: string): Promise<void>;
  /** Rejects when Temporal does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
