import { belongsTo } from '@facet/contracts';
import { deleteImage, expiredUploads, forgetDeletions, forgetOld, storageDeletions } from '@facet/db';
import type { ObjectStore } from '@facet/storage';
import type { Dependencies } from '../../dependencies.ts';

/** Requests that are under way may still read what a transaction has just deleted the row of. */
const DELETIONS = { olderThanSeconds: 60, limit: 200 } as const;

/** A signed upload may have begun just before its address expired. */
const UPLOADS = { olderThanSeconds: 3600, limit: 100 } as const;

const OLD = { mutationDays: 7, budgetDays: 7, signInDays: 180, mailDays: 7 } as const;

/** Deletes stored objects whose rows are gone, uploads that nobody completed, and keys too old to matter. */
export async function clearAway({ database, operations, store, log }: Dependencies): Promise<void> {
  for (const { organizationId, id } of await operations.withOperations((t) => expiredUploads(t, UPLOADS)))
    await database.withOrganization(organizationId, (t) => deleteImage(t, id));

  const deletions = await operations.withOperations((t) => storageDeletions(t, DELETIONS));
  for (const { organizationId, key } of deletions) {
    // The row is written by an organisation's own transaction; it must not reach beyond its prefix.
    if (!belongsTo(organizationId, key)) log.error({ organizationId, key }, 'a deletion names the object of another');
    else if (key.endsWith('/')) await deleteFolder(store, key);
    else await store.delete(key);
    await operations.withOperations((t) => forgetDeletions(t, [key]));
  }
  await operations.withOperations((t) => forgetOld(t, OLD));
}

async function deleteFolder(store: ObjectStore, prefix: string): Promise<void> {
  for (;;) {
    // Always the first page: the ones before are gone.
    const { objects } = await store.list(prefix, 1000);
    if (objects.length === 0) return;
    for (const { key } of objects) await store.delete(key);
  }
}
