import type { InvertImageInput, InvertImageResult } from '@facet/contracts';
import { CancellationScope } from '@temporalio/workflow';
import type { EngineActivities } from '../activities/index.ts';
import { waitForPlace } from './wait-for-place.ts';
import { engineActivities, serviceActivities } from './activities.ts';
import { reasonOf } from './end-reason.ts';

/** How many pictures of itself a run shows while it is trained. */
const PREVIEWS = 8;

/** Takes one picture apart: prepare, train in segments that each end with a checkpoint, finish. The row says how it ended. */
export async function invertImage(input: InvertImageInput): Promise<InvertImageResult> {
  const service = serviceActivities();
  const engine = engineActivities('inversion');
  try {
    if (await waitForPlace('inversion', () => service.claimInversion(input))) await invert(engine, input);
    return await service.endInversion(input);
  } catch (error) {
    const reason = reasonOf(error);
    return CancellationScope.nonCancellable(() => service.endInversion({ ...input, reason }));
  }
}

async function invert(engine: EngineActivities, input: InvertImageInput): Promise<void> {
  let at: Awaited<ReturnType<EngineActivities['trainSegment']>>;
  // Tokens that are read are good before the first step, and are shown at once.
  at = await engine.trainSegment({ ...input, segment: 0, until: 0, preview: true });
  do {
    // A run that was resumed stands where its last checkpoint is.
    while ('step' in at && at.status === 'running' && at.step < at.steps) {
      const { segment, step, steps, segmentSteps } = at;
      const until = Math.min(step + segmentSteps, steps);
      const preview = until < steps && shows(until, steps) > shows(step, steps);
      at = await engine.trainSegment({ ...input, segment: segment + 1, until, preview });
    }
    if (at.status === 'running') at = await engine.finishInversion(input);
  } while (at.status === 'running');
}

/** Previews that are due by this step. */
const shows = (step: number, steps: number): number => Math.floor((step / steps) * PREVIEWS);
