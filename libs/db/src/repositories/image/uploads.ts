import { type ImageId, type PictureSizes, uploadKey } from '@facet/contracts';
import { eq } from 'drizzle-orm';
import { randomBytes } from 'node:crypto';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError, named } from '../../errors.ts';
import { image } from '../../schema/index.ts';
import { type Actor, userOf } from '../account/actor.ts';
import { once } from '../account/client-mutation.ts';
import { spendQuota } from '../account/usage.ts';
import { own } from '../rows/conditions.ts';
import { deleteStored } from '../rows/delete-stored.ts';
import { type Image, requireImage } from './images.ts';

export interface NewUpload {
  readonly name: string;
  /** As the client declares them; checked against what it puts. */
  readonly type: string;
  readonly bytes: number;
  readonly expiresAt: Date;
}

/** The row of a picture that is still to be put, with the key to put it at. Throws `quota-exceeded`, `mutation-key-reused`. */
export async function createUpload(
  transaction: OrganizationTransaction,
  actor: Actor,
  { name, type, bytes, expiresAt }: NewUpload,
  key?: string,
): Promise<Image> {
  const { organizationId } = transaction;
  const request = { name, type, bytes };
  const id = await once<ImageId>(transaction, actor, { mutation: 'createUpload', key, request }, async (id) => {
    await spendQuota(transaction, 'upload_bytes', bytes);
    await transaction.sql.insert(image).values({
      organizationId,
      id,
      name,
      uploadKey: uploadKey(organizationId, id, randomBytes(16).toString('hex')),
      declaredType: type,
      declaredBytes: bytes,
      uploadExpiresAt: expiresAt,
      createdBy: userOf(actor),
    });
  });
  return requireImage(transaction, id);
}

export interface CheckedImage {
  readonly storageKey: string;
  readonly pictureSizes?: PictureSizes | null;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** The upload is checked and re-encoded. A second completion gives the first one's row. */
export async function completeImage(
  transaction: OrganizationTransaction,
  id: ImageId,
  checked: CheckedImage,
): Promise<Image> {
  const found = await requireImage(transaction, id, 'update');
  if (found.status === 'ready') return found;
  await deleteStored(transaction, [found.uploadKey]);
  return settle(transaction, found, { ...checked, status: 'ready' });
}

/** The upload is no picture that we take. `rejection` is the code of what is wrong with it. */
export async function rejectImage(
  transaction: OrganizationTransaction,
  id: ImageId,
  rejection: string,
): Promise<Image> {
  const found = await requireImage(transaction, id, 'update');
  if (found.status === 'rejected') return found;
  await deleteStored(transaction, [found.uploadKey]);
  return settle(transaction, found, { rejection, status: 'rejected' });
}

async function settle(
  transaction: OrganizationTransaction,
  { id, status }: Image,
  values: Partial<Image>,
): Promise<Image> {
  if (status !== 'pending') throw new DatabaseError('wrong-state', `The ${named('image', id)} is ${status} already.`);
  const [row] = await transaction.sql
    .update(image)
    .set({ ...values, uploadKey: null, completedAt: new Date() })
    .where(own(transaction, image, eq(image.id, id)))
    .returning();
  return row!;
}
