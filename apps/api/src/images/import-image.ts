import { newId, type ImageId } from '@facet/contracts';
import { findImport, importImage as record, type Image, type NewImport } from '@facet/db';
import { guardedFetch, MAX_PICTURE_BYTES } from '@facet/intake';
import { inOrganization, viewerOf, type Context } from '../graphql/context.ts';
import { AddressRefusedError, forClient } from '../errors.ts';
import { keepPicture } from './keep-picture.ts';
import { readPicture } from './read-picture.ts';

/** Somebody waits for it. */
const TIMEOUT_MS = 20_000;
/** From a short link to a file behind a CDN. */
const MAX_REDIRECTS = 3;

/**
 * Fetches a picture from where somebody says it is, checks it as an upload, and keeps it. There is no row before that, so one
 * that cannot be had leaves nothing behind, and trying again, with the same key too, fetches again.
 * Throws `AddressRefusedError`, `PictureRefusedError`, and what `importImage` of the database does.
 */
export async function importImage(context: Context, wanted: NewImport, key: string | undefined): Promise<Image> {
  const earlier = await inOrganization(context, (transaction, { actor }) =>
    findImport(transaction, actor, wanted, key),
  );
  if (earlier) return earlier;
  const { foreignFiles } = context.services;
  return foreignFiles.inTurn(viewerOf(context), 'fetch', async () => {
    const bytes = await fetchBytes(context, wanted.url);
    return foreignFiles.inTurn(viewerOf(context), 'read', async () => {
      const picture = await readPicture(context, bytes).catch((error: unknown) => {
        throw forClient(error);
      });
      const fetched = { type: picture.originalType, fetchedBytes: bytes.length };
      // With a mutation key the row's id follows from that; nobody reads ids out of storage keys.
      return keepPicture(context, newId<ImageId>(), picture, (transaction, { actor }, checked) =>
        record(transaction, actor, wanted, { ...checked, ...fetched }, key),
      );
    });
  });
}

async function fetchBytes({ services }: Context, url: string): Promise<Uint8Array> {
  try {
    const { status, bytes } = await guardedFetch(
      url,
      {
        headers: { accept: 'image/jpeg, image/png, image/webp' },
        maxBytes: MAX_PICTURE_BYTES,
        timeoutMs: TIMEOUT_MS,
        maxRedirects: MAX_REDIRECTS,
      },
      services.config.addresses,
    );
    if (status !== 200)
      throw new AddressRefusedError(
        'status',
        `The server answered ${status} in place of a picture; check the address.`,
      );
    return bytes;
  } catch (error) {
    throw forClient(error);
  }
}
