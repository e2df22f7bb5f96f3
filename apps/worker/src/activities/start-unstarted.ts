import { ComposeImagesInput, InvertImageInput } from '@facet/contracts';
import {
  compositions,
  inversions,
  markRunStarted,
  unstartedCompositions,
  unstartedDeliveries,
  unstartedInversions,
} from '@facet/db';
import type { Dependencies } from './dependencies.ts';
import { startDeliveries } from './start-deliveries.ts';
import { startComposition, startInversion } from './start-workflow.ts';

/** Whoever made a younger row is most likely just about to start it. */
const SWEEP = { olderThanSeconds: 10, limit: 100 } as const;

/** Starts what a crash between row and workflow left unstarted. */
export async function startUnstarted(dependencies: Dependencies): Promise<void> {
  const { database, operations, log } = dependencies;
  const found = await operations.withOperations(async (t) => ({
    inversions: await unstartedInversions(t, SWEEP),
    compositions: await unstartedCompositions(t, SWEEP),
    deliveries: await unstartedDeliveries(t, SWEEP),
  }));
  for (const { organizationId, id, attempt, fingerprint } of found.inversions) {
    await startInversion(InvertImageInput.parse({ organizationId, inversionId: id, attempt, fingerprint }));
    await database.withOrganization(organizationId, (t) => markRunStarted(t, inversions, { id, attempt }));
    log.info({ organizationId, inversionId: id }, 'started what was left unstarted');
  }
  for (const { organizationId, id, attempt, fingerprint } of found.compositions) {
    await startComposition(ComposeImagesInput.parse({ organizationId, compositionId: id, attempt, fingerprint }));
    await database.withOrganization(organizationId, (t) => markRunStarted(t, compositions, { id, attempt }));
    log.info({ organizationId, compositionId: id }, 'started what was left unstarted');
  }
  for (const organizationId of new Set(found.deliveries.map((delivery) => delivery.organizationId)))
    await startDeliveries(dependencies, organizationId);
}
