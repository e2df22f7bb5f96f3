import type { ImageId } from '@facet/contracts';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { image } from '../../schema/index.ts';
import { type Actor, userOf } from '../account/actor.ts';
import { earlier, once } from '../account/client-mutation.ts';
import { spendQuota } from '../account/usage.ts';
import { type Image, requireImage } from './images.ts';
import type { CheckedImage } from './uploads.ts';

export interface NewImport {
  readonly name: string;
  readonly url: string;
}

const importOf = ({ name, url }: NewImport, key: string | undefined) => ({
  mutation: 'importImage',
  key,
  request: { name, url },
});

/** What an import with this key has made already. Throws `mutation-key-reused`, `not-found` for one that was deleted since. */
export async function findImport(
  transaction: OrganizationTransaction,
  actor: Actor,
  wanted: NewImport,
  key?: string,
): Promise<Image | undefined> {
  const id = await earlier<ImageId>(transaction, actor, importOf(wanted, key));
  return id === undefined ? undefined : requireImage(transaction, id);
}

/**
 * The row of a picture that was fetched, checked and re-encoded. The same key gives the first one.
 * Throws `quota-exceeded`, `mutation-key-reused`.
 */
export async function importImage(
  transaction: OrganizationTransaction,
  actor: Actor,
  wanted: NewImport,
  { type, fetchedBytes, ...checked }: CheckedImage & { readonly type: string; readonly fetchedBytes: number },
  key?: string,
): Promise<Image> {
  const id = await once<ImageId>(transaction, actor, importOf(wanted, key), async (id) => {
    await spendQuota(transaction, 'upload_bytes', fetchedBytes);
    await transaction.sql.insert(image).values({
      ...checked,
      organizationId: transaction.organizationId,
      id,
      name: wanted.name,
      status: 'ready',
      declaredType: type,
      declaredBytes: fetchedBytes,
      uploadExpiresAt: new Date(),
      completedAt: new Date(),
      createdBy: userOf(actor),
    });
  });
  return requireImage(transaction, id);
}
