import { uploadKey, type ImageId } from '@facet/contracts';
import { and, eq, inArray } from 'drizzle-orm';
import { randomBytes } from 'node:crypto';
import type { OrganizationTransaction } from '../connection/transaction.ts';
import { DatabaseError, notFound } from '../errors.ts';
import { image, inversion } from '../schema/index.ts';
import { userOf, type Actor } from './actor.ts';
import { earlier, once } from './client-mutation.ts';
import { contains, newestFirst, own, readPage, type Page, type PageRequest } from './page.ts';
import { deleteStored } from './storage-deletions.ts';
import { spendQuota } from './usage.ts';

export type Image = typeof image.$inferSelect;

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
  readonly thumbnailKey: string | null;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly sha256: string;
}

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
  if (status !== 'pending') throw new DatabaseError('wrong-state', `The image ${id} is ${status} already.`);
  const [row] = await transaction.sql
    .update(image)
    .set({ ...values, uploadKey: null, completedAt: new Date() })
    .where(own(transaction, image, eq(image.id, id)))
    .returning();
  return row!;
}

/** Rows for the ids that exist here, in no order. */
export const getImages = (transaction: OrganizationTransaction, ids: readonly ImageId[]): Promise<Image[]> =>
  transaction.sql
    .select()
    .from(image)
    .where(own(transaction, image, inArray(image.id, [...ids])));

/** Throws `not-found`. With `update` nobody else changes the row until the transaction ends, with `key share` nobody deletes it. */
export async function requireImage(
  transaction: OrganizationTransaction,
  id: ImageId,
  lock?: 'key share' | 'update',
): Promise<Image> {
  const query = transaction.sql
    .select()
    .from(image)
    .where(own(transaction, image, eq(image.id, id)));
  const [row] = await (lock === undefined ? query : query.for(lock));
  if (!row) throw notFound('image', id);
  return row;
}

export interface ImageFilter {
  /** Part of the name. */
  readonly name?: string | undefined;
  readonly status?: Image['status'] | undefined;
}

const matching = (transaction: OrganizationTransaction, { name, status }: ImageFilter) =>
  own(
    transaction,
    image,
    name === undefined ? undefined : contains(image.name, name),
    status === undefined ? undefined : eq(image.status, status),
  );

export function listImages(
  transaction: OrganizationTransaction,
  filter: ImageFilter,
  request: PageRequest,
): Promise<Page<Image>> {
  return readPage<Image>(
    transaction,
    {
      purpose: ['images', filter],
      ...newestFirst(image),
      fetch: (after, orderBy, limit) =>
        transaction.sql
          .select()
          .from(image)
          .where(and(matching(transaction, filter), after))
          .orderBy(...orderBy)
          .limit(limit),
    },
    request,
  );
}

export const countImages = (transaction: OrganizationTransaction, filter: ImageFilter): Promise<number> =>
  transaction.sql.$count(image, matching(transaction, filter));

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
      `The image ${id} is being inverted (${working.map((row) => row.id).join(', ')}). Cancel that first.`,
    );
  await transaction.sql.update(inversion).set({ imageId: null }).where(ofImage);
  await transaction.sql.delete(image).where(own(transaction, image, eq(image.id, id)));
  await deleteStored(transaction, [uploadKey, storageKey, thumbnailKey]);
}
