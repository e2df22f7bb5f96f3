import type { ImageId } from '@facet/contracts';
import { and, eq, inArray } from 'drizzle-orm';
import { asSystem } from '../../connection/reader.ts';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError, named } from '../../errors.ts';
import { image, inversion } from '../../schema/index.ts';
import { own } from '../rows/conditions.ts';
import { deleteStored, pictureKeysOf } from '../rows/delete-stored.ts';
import { requireImage } from './images.ts';

/** Deletes a picture; inversions of it stay, without it. Throws `in-use` while one of them is at work. */
export async function deleteImage(transaction: OrganizationTransaction, id: ImageId): Promise<void> {
  const { uploadKey, storageKey, thumbnailKey } = await requireImage(transaction, id, 'update');
  const ofImage = own(transaction, inversion, eq(inversion.imageId, id));
  // Also inversions that are private to somebody else, which are not named.
  const working = await asSystem(transaction, () =>
    transaction.sql.$count(inversion, and(ofImage, inArray(inversion.status, ['queued', 'running', 'cancelling']))),
  );
  if (working > 0)
    throw new DatabaseError(
      'in-use',
      `The ${named('image', id)} is being inverted, ${working} times. Cancel the inversions first.`,
    );
  await asSystem(transaction, () => transaction.sql.update(inversion).set({ imageId: null }).where(ofImage));
  await transaction.sql.delete(image).where(own(transaction, image, eq(image.id, id)));
  await deleteStored(transaction, [uploadKey, ...pictureKeysOf(storageKey), thumbnailKey]);
}
