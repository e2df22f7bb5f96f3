import type { ComposeImagesInput, ComposeImagesResult } from '@facet/contracts';
import { drawingTaskQueue } from '@facet/contracts/queues';
import { CancellationScope } from '@temporalio/workflow';
import { waitForPlace } from './wait-for-place.ts';
import { engineActivities, serviceActivities } from './activities.ts';
import { reasonOf } from './end-reason.ts';

/** Draws the pictures of one composition. The row says how it ended. */
export async function composeImages(input: ComposeImagesInput): Promise<ComposeImagesResult> {
  const service = serviceActivities();
  const engine = engineActivities('composition', input.organizationId, drawingTaskQueue(input.fingerprint));
  try {
    if (await waitForPlace('composition', () => service.claimComposition(input))) await engine.drawComposition(input);
    return await service.endComposition(input);
  } catch (error) {
    const reason = reasonOf(error);
    return CancellationScope.nonCancellable(() => service.endComposition({ ...input, reason }));
  }
}
