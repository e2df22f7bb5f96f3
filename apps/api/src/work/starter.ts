import type { CompositionId, Fingerprint, InversionId, OrganizationId } from '@facet/contracts';

export interface RunRef<Id> {
  readonly organizationId: OrganizationId;
  readonly id: Id;
  readonly fingerprint: Fingerprint;
}

/**
 * Hands work to Temporal, after the row that describes it is committed. Starting what runs already does nothing, so the same
 * request may come twice, and a sweeper may start what a crash in between left.
 */
export interface WorkStarter {
  /**
   * False when a workflow of this run is still there: the request came twice, or the run is resumed before its cancelled
   * workflow has ended. Then the row must stay unmarked, so that the sweeper starts it.
   */
  startInversion(run: RunRef<InversionId>): Promise<boolean>;
  startComposition(run: RunRef<CompositionId>): Promise<boolean>;
  /** Asks a running workflow to stop; one that is over or never began is left alone. */
  cancelInversion(id: InversionId): Promise<void>;
  cancelComposition(id: CompositionId): Promise<void>;
  /** Rejects when Temporal does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
