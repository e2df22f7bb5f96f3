import type { ComposeImagesInput, ComposeImagesResult } from '@facet/contracts';
import { drawingTaskQueue } from '@facet/contracts/queues';
import { CancellationScope, patched } from '@temporalio/workflow';
import type { EngineActivities } from '../activities/index.ts';
import { waitForPlace } from './wait-for-place.ts';
import { engineActivities, serviceActivities } from './activities.ts';
import { reasonOf } from './end-reason.ts';

/** Whoever else waits for a picture gets a turn after so long, or after the picture that is being drawn then. */
const SLICE_SECONDS = 3;

/** Draws the pictures of one composition. The row says how it ended. */
export async function composeImages(input: ComposeImagesInput): Promise<ComposeImagesResult> {
  const service = serviceActivities();
  const engine = engineActivities('composition', drawingTaskQueue(input.fingerprint));
  try {
    if (await waitForPlace('composition', () => service.claimComposition(input))) await draw(engine, input);
    return await service.endComposition(input);
  } catch (error) {
    const reason = reasonOf(error);
    return CancellationScope.nonCancellable(() => service.endComposition({ ...input, reason }));
  }
}

async function draw(engine: EngineActivities, input: ComposeImagesInput): Promise<void> {
  // Compositions under way when this came are drawn in one piece.
  const sliceSeconds = patched('draw-in-slices') ? SLICE_SECONDS : undefined;
  let at: Awaited<ReturnType<EngineActivities['drawComposition']>>;
  do at = await engine.drawComposition(sliceSeconds === undefined ? input : { ...input, sliceSeconds });
  while (at.status === 'running' && 'missing' in at && at.missing > 0);
}
