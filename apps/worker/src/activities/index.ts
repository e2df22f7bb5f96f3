import type { ComposeImagesInput, InvertImageInput } from '@facet/contracts';
import { endComposition, type CompositionEnd } from './composition/end-composition.ts';
import { drawComposition, type DrawInput } from './composition/draw-composition.ts';
import type { Dependencies, EngineDependencies, WebhookDependencies } from '../dependencies.ts';
import { finishInversion } from './inversion/finish-inversion.ts';
import { endInversion, type InversionEnd } from './inversion/end-inversion.ts';
import { type SegmentInput, trainSegment } from './inversion/train-segment.ts';
import { claimRun } from './run/claim-run.ts';
import { heartbeating } from './run/heartbeat.ts';
import { clearAway } from './sweep/clear-away.ts';
import { type AbandonedDependencies, createFailAbandoned } from './sweep/fail-abandoned.ts';
import { settleLost } from './sweep/settle-lost.ts';
import { startUnstarted } from './sweep/start-unstarted.ts';
import { attemptDelivery, type AttemptInput } from './webhook/attempt-delivery.ts';

/** Activities that need a model, for the task queue of that model. */
export const engineActivities = (dependencies: EngineDependencies) => ({
  trainSegment: (input: SegmentInput) => trainSegment(dependencies, input),
  finishInversion: (input: InvertImageInput) => finishInversion(dependencies, input),
  drawComposition: (input: DrawInput) => drawComposition(dependencies, input),
});

/** Activities that need none, for the service queue, where they do not wait behind a segment. */
export const serviceActivities = (dependencies: Dependencies) => ({
  claimInversion: ({ organizationId, inversionId: id, attempt }: InvertImageInput) =>
    claimRun(dependencies, organizationId, 'inversion', { id, attempt }),
  endInversion: (input: InversionEnd) => endInversion(dependencies, input),
  claimComposition: ({ organizationId, compositionId: id, attempt }: ComposeImagesInput) =>
    claimRun(dependencies, organizationId, 'composition', { id, attempt }),
  endComposition: (input: CompositionEnd) => endComposition(dependencies, input),
});

/** Those of the sweeper, for the service queue as well. */
export const sweepActivities = (dependencies: AbandonedDependencies) => {
  const failAbandoned = createFailAbandoned(dependencies);
  return {
    startUnstarted: () => heartbeating(() => startUnstarted(dependencies)),
    failAbandoned: () => heartbeating(failAbandoned),
    settleLost: () => heartbeating(() => settleLost(dependencies)),
    clearAway: () => heartbeating(() => clearAway(dependencies)),
  };
};

/** Requests to others' servers, for a queue of their own. */
export const webhookActivities = (dependencies: WebhookDependencies) => ({
  attemptDelivery: (input: AttemptInput) => attemptDelivery(dependencies, input),
});

export type EngineActivities = ReturnType<typeof engineActivities>;

export type ServiceActivities = ReturnType<typeof serviceActivities>;

export type SweepActivities = ReturnType<typeof sweepActivities>;

export type WebhookActivities = ReturnType<typeof webhookActivities>;
