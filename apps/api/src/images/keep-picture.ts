import { imageKey, pictureKeys, type ImageId } from '@facet/contracts';
import type { CheckedImage, Image, OrganizationTransaction } from '@facet/db';
import { MAX_TAKEN_BYTES } from '@facet/intake';
import { randomBytes } from 'node:crypto';
import type { Viewer } from '../auth/viewer.ts';
import type { ReadPicture } from '../foreign/read-picture.ts';
import { inOrganization, viewerOf, type Context } from '../graphql/context.ts';
import { putSizes } from '../pictures/put-sizes.ts';

/**
 * Stores a picture that was taken, in all its sizes, under keys that nobody has an address to write to, then lets `record` write
 * the row. When that fails, or finds a row that another request has written, nothing is left of what was stored.
 */
export async function keepPicture(
  context: Context,
  id: ImageId,
  picture: ReadPicture,
  record: (transaction: OrganizationTransaction, viewer: Viewer, checked: CheckedImage) => Promise<Image>,
): Promise<Image> {
  const { store } = context.services;
  const { organizationId } = viewerOf(context);
  const secret = randomBytes(16).toString('hex');
  const storageKey = imageKey(organizationId, id, secret);
  const forget = (): Promise<unknown> => Promise.all(pictureKeys(storageKey).map((key) => store.delete(key)));
  await store.put(storageKey, picture.bytes, MAX_TAKEN_BYTES);
  await putSizes(store, storageKey, picture);
  const { width, height, sha256, bytes, sizes: pictureSizes } = picture;
  const checked = { storageKey, pictureSizes, width, height, bytes: bytes.length, sha256 };
  const kept = await inOrganization(context, (transaction, viewer) => record(transaction, viewer, checked)).catch(
    async (error: unknown) => {
      await forget();
      throw error;
    },
  );
  if (kept.storageKey !== storageKey) await forget();
  return kept;
}
