import type { ImageId } from '@facet/contracts';
import { completeImage, rejectImage, requireImage, type Image } from '@facet/db';
import { MAX_PICTURE_BYTES, PictureError } from '@facet/intake';
import { StorageError } from '@facet/storage';
import { inOrganization, viewerOf, type Context } from '../graphql/context.ts';
import { forClient, PictureRefusedError, WrongStateError } from '../errors.ts';
import { keepPicture } from './keep-picture.ts';
import { readPicture } from './read-picture.ts';

/**
 * Reads an upload once, checks it, keeps it redrawn, and marks the row.
 * Nothing is held open meanwhile; of two at once one wins and the other gets its result.
 * Throws `NotFoundError`, `WrongStateError`, `PictureRefusedError`.
 */
export async function takeUpload(context: Context, id: ImageId): Promise<Image> {
  const { store } = context.services;
  const row = await inOrganization(context, (transaction) => requireImage(transaction, id));
  if (row.status === 'rejected')
    throw new PictureRefusedError(row.rejection ?? 'corrupt', 'This upload was refused. Start another.');
  if (row.status === 'ready' || row.uploadKey === null) return row;

  const { uploadKey } = row;
  const kept = await context.services.foreignFiles.inTurn(viewerOf(context), 'read', async () => {
    const picture = await check(context, row, uploadKey);
    return keepPicture(context, id, picture, (transaction, _viewer, checked) =>
      completeImage(transaction, id, checked),
    );
  });
  // The sweeper deletes the upload once more, after its address has expired.
  await store.delete(uploadKey).catch((err: unknown) => context.log.warn({ err }, 'an upload is left to the sweeper'));
  return kept;
}

async function check(context: Context, { id, declaredBytes, declaredType }: Image, uploadKey: string) {
  try {
    const bytes = await context.services.store.getBytes(uploadKey, MAX_PICTURE_BYTES);
    return await readPicture(context, bytes, { sizeBytes: declaredBytes, type: declaredType });
  } catch (error) {
    if (error instanceof StorageError && error.code === 'not-found')
      throw new WrongStateError('Nothing was put at the address of this upload yet. PUT the file first.');
    if (error instanceof PictureError)
      await inOrganization(context, (transaction) => rejectImage(transaction, id, error.code));
    throw forClient(error);
  }
}
