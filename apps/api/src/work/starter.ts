import type {
  CompositionId,
  Fingerprint,
  InversionId,
  OrganizationId,
  RunAttempt,
  WebhookDeliveryId,
} from '@facet/contracts';

export interface RunRef<Id> extends RunAttempt<Id> {
  readonly organizationId: OrganizationId;
  readonly fingerprint: Fingerprint;
}

/**
 * Hands work to Temporal, after the row that describes it is committed. Starting what runs already does nothing, so the same
 * request may come twice, and a sweeper may start what a crash in between left. Rejects within seconds when Temporal does not answer.
 */
export interface WorkStarter {
  startInversion(run: RunRef<InversionId>): Promise<void>;
  startComposition(run: RunRef<CompositionId>): Promise<void>;
  /**
   * False while a workflow of this delivery is still there, which is about to end: then the row stays unmarked, and the sweeper
   * starts it.
   */
  startDelivery(organizationId: OrganizationId, id: WebhookDeliveryId): Promise<boolean>;
  /** Asks a running workflow to stop; one that is over or never began is left alone. */
  cancelInversion(run: RunAttempt<InversionId>): Promise<void>;
  cancelComposition(run: RunAttempt<CompositionId>): Promise<void>;
  /** Rejects when Temporal does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
