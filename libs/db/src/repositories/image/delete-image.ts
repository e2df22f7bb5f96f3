import type { ImageId } from '@facet/contracts';
import { eq, inArray } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError, named } from '../../errors.ts';
import { image, inversion } from '../../schema/index.ts';
import { own } from '../rows/conditions.ts';
import { deleteStored } from '../rows/delete-stored.ts';
import { requireImage } from './images.ts';

/** Deletes a picture; inversions of it stay, without it. Throws `in-use` while one of them is at work. */
export async function deleteImage(transaction: OrganizationTransaction, id: ImageId): Promise<void> {
  const { uploadKey, storageKey, thumbnailKey } = await requireImage(transaction, id, 'update');
  const ofImage = own(transaction, inversion, eq(inversion.imageId, id));
  const working = await transaction.sql
    .select({ id: inversion.id })
    .from(inversion)
    .where(own(transaction, inversion, ofImage, inArray(inversion.status, ['queued', 'running', 'cancelling'])));
  if (working.length > 0)
    throw new DatabaseError(
      'in-use',
      `The ${named('image', id)} is being inverted (${working.map((row) => named('inversion', row.id)).join(', ')}). Cancel that first.`,
    );
  await transaction.sql.update(inversion).set({ imageId: null }).where(ofImage);
  await transaction.sql.delete(image).where(own(transaction, image, eq(image.id, id)));
  await deleteStored(transaction, [uploadKey, storageKey, thumbnailKey]);
}
