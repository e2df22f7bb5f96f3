import type { ComposeImagesInput, ComposeImagesResult } from '@facet/contracts';
import { drawingTaskQueue } from '@facet/contracts/task-queues';
import { CancellationScope } from '@temporalio/workflow';
import { claimed } from './claimed.ts';
import { engineActivities, serviceActivities } from './options.ts';
import { reasonOf } from './reason.ts';

/** Draws the pictures of one composition. The row says how it ended. */
export async function composeImages(input: ComposeImagesInput): Promise<ComposeImagesResult> {
  const service = serviceActivities();
  const engine = engineActivities('composition', input.organizationId, drawingTaskQueue(input.fingerprint));
  try {
    if (await claimed('composition', () => service.claimComposition(input))) await engine.drawComposition(input);
    return await service.endComposition(input);
  } catch (error) {
    const reason = reasonOf(error);
    return CancellationScope.nonCancellable(() => service.endComposition({ ...input, reason }));
  }
}
