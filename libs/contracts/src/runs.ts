import * as z from 'zod';

/**
 * States of an inversion or a composition. `queued`: the row is there, the workflow may not have started. `cancelling`: asked
 * to stop, still at work. A cancelled or failed run can be queued again, and then goes on from its last checkpoint.
 */
export const RUN_STATUSES = ['queued', 'running', 'cancelling', 'finished', 'failed', 'cancelled'] as const;
export const RunStatus = z.enum(RUN_STATUSES);
export type RunStatus = z.infer<typeof RunStatus>;

/** From which state to which a run may go. */
export const RUN_TRANSITIONS: Record<RunStatus, readonly RunStatus[]> = {
  queued: ['running', 'cancelled', 'failed'],
  running: ['cancelling', 'finished', 'failed'],
  cancelling: ['cancelled', 'failed'],
  finished: [],
  failed: ['queued'],
  cancelled: ['queued'],
};

/** Nothing more happens to it by itself. */
export const isOver = (status: RunStatus): boolean =>
  status === 'finished' || status === 'failed' || status === 'cancelled';

/** Why a run failed, in a form that programs can act on. */
export const RUN_ERROR_CODES = [
  /** The picture, the settings or a token cannot be used; trying again changes nothing. */
  'invalid-input',
  /** No worker offers the model that the run needs. */
  'model-unavailable',
  /** A token was deleted, or its grant revoked, before the run began. */
  'token-unavailable',
  /** Storage, database or network, longer than retries last. */
  'infrastructure',
  /** A defect of ours. */
  'internal',
] as const;
export const RunErrorCode = z.enum(RUN_ERROR_CODES);
export type RunErrorCode = z.infer<typeof RunErrorCode>;
