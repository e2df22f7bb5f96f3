import { imageKey, newId, type ImageId, type InversionId, type LibraryId } from '@facet/contracts';
import { completeImage, createUpload, startInversion, type Actor, type Database } from '@facet/db';
import type { Person } from './people.ts';
import { FINGERPRINT } from './seed.ts';

/** The row of an uploaded image; nobody will read its object. */
export async function makeImage(database: Database, { userId, organizationId }: Person): Promise<ImageId> {
  const actor: Actor = { kind: 'user', id: userId };
  const upload = { name: 'cat', type: 'image/png', bytes: 100, expiresAt: new Date(Date.now() + 60_000) };
  return database.withOrganization(organizationId, async (t) => {
    const { id } = await createUpload(t, actor, upload);
    const storageKey = imageKey(organizationId, id, newId());
    const checked = { storageKey, width: 64, height: 64, bytes: 100, sha256: 'd'.repeat(64) };
    await completeImage(t, id, checked);
    return id;
  });
}

const STEPS = 100;

/** Rows of queued runs, whose workflows are not started. */
export async function queueInversions(
  database: Database,
  { userId, organizationId }: Person,
  { imageId, libraryId }: { readonly imageId: ImageId; readonly libraryId: LibraryId },
  count: number,
): Promise<InversionId[]> {
  const actor: Actor = { kind: 'user', id: userId };
  const common = { imageId, libraryId, fingerprint: FINGERPRINT, method: 'matte', objectWord: 'cat' };
  return database.withOrganization(organizationId, async (t) => {
    const ids: InversionId[] = [];
    for (let i = 0; i < count; i++) {
      const input = { ...common, name: `cat ${newId()}`, settings: { steps: STEPS }, steps: STEPS };
      ids.push((await startInversion(t, actor, input)).id);
    }
    return ids;
  });
}
