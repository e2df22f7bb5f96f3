import type { ComposeImagesInput, InvertImageInput } from '@facet/contracts';
import { attemptDelivery, type AttemptInput } from './attempt-delivery.ts';
import { heartbeating } from './attend.ts';
import { clearAway } from './clear-away.ts';
import { claimComposition, endComposition, type CompositionEnd } from './composition-rows.ts';
import type { Dependencies, EngineDependencies, WebhookDependencies } from './dependencies.ts';
import { drawComposition } from './draw-composition.ts';
import { createFailAbandoned, type AbandonedDependencies } from './fail-abandoned.ts';
import { finishInversion } from './finish-inversion.ts';
import { claimInversion, endInversion, type InversionEnd } from './inversion-rows.ts';
import { startUnstarted } from './start-unstarted.ts';
import { trainSegment, type SegmentInput } from './train-segment.ts';

/** Activities that need a model, for the task queue of that model. */
export const engineActivities = (dependencies: EngineDependencies) => ({
  trainSegment: (input: SegmentInput) => trainSegment(dependencies, input),
  finishInversion: (input: InvertImageInput) => finishInversion(dependencies, input),
  drawComposition: (input: ComposeImagesInput) => drawComposition(dependencies, input),
});

/** Activities that need none, for the service queue, where they do not wait behind a segment. */
export const serviceActivities = (dependencies: Dependencies) => ({
  claimInversion: (input: InvertImageInput) => claimInversion(dependencies, input),
  endInversion: (input: InversionEnd) => endInversion(dependencies, input),
  claimComposition: (input: ComposeImagesInput) => claimComposition(dependencies, input),
  endComposition: (input: CompositionEnd) => endComposition(dependencies, input),
});

/** Those of the sweeper, for the service queue as well. */
export const sweepActivities = (dependencies: AbandonedDependencies) => {
  const failAbandoned = createFailAbandoned(dependencies);
  return {
    startUnstarted: () => heartbeating(() => startUnstarted(dependencies)),
    failAbandoned: () => heartbeating(failAbandoned),
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
