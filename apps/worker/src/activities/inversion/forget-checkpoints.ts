import { checkpointPrefix, type InversionId, type OrganizationId } from '@facet/contracts';
import type { ObjectStore } from '@facet/storage';

/** Of a finished run: its tokens hold all that a later start could want, and the optimiser's moments are of no more use. */
export async function forgetCheckpoints(
  store: ObjectStore,
  organizationId: OrganizationId,
  inversionId: InversionId,
): Promise<void> {
  const { objects } = await store.list(checkpointPrefix(organizationId, inversionId), 1000);
  for (const { key } of objects) await store.delete(key);
}
