import { sizedKey, type OrganizationId, type PictureSize, type PictureSizes } from '@facet/contracts';
import type { OrganizationTransaction } from '@facet/db';
import { MAX_TAKEN_BYTES, ParserError, PictureError } from '@facet/intake';
import { StorageError, type SignedDownload } from '@facet/storage';
import PQueue from 'p-queue';
import { signDownload } from '../downloads.ts';
import type { Context } from '../graphql/context.ts';
import { putSizes } from './put-sizes.ts';

/** A picture that a row shows. */
export interface StoredPicture {
  /** Null: there is none. */
  readonly key: string | null;
  /** Null: it was stored before there were sizes. */
  readonly sizes: PictureSizes | null;
  /** Without an extension. */
  readonly name: string;
  /** Whose row it is; of a granted token not the viewer's. */
  readonly organizationId: OrganizationId;
  /** Notes in the row that the sizes are there. */
  keep(transaction: OrganizationTransaction, sizes: PictureSizes): Promise<void>;
}

export interface SizedPicture extends SignedDownload {
  readonly width: number;
  readonly height: number;
}

/** Null for a picture that is not there, or cannot be read. */
export async function sizedPicture(
  context: Context,
  picture: StoredPicture,
  size: PictureSize,
): Promise<SizedPicture | null> {
  const { key, name } = picture;
  if (key === null) return null;
  const sizes = picture.sizes ?? (await madeNow(context, picture, key));
  if (sizes === null) return null;
  const fileName = `${name}.${size === 'full' ? 'png' : 'webp'}`;
  const [width, height] = sizes[size];
  return { ...(await signDownload(context, sizedKey(key, size), fileName, 'inline')), width, height };
}

/** A page may show a hundred of them for the first time, and strangers' files are read meanwhile. */
const queue = new PQueue({ concurrency: 1 });

/** Makes the sizes of a picture that has none yet, once for all who ask for it later. */
const madeNow = ({ services, log }: Context, { organizationId, keep }: StoredPicture, key: string) =>
  queue.add(async (): Promise<PictureSizes | null> => {
    const { store, database, foreignFiles } = services;
    try {
      const drawn = await foreignFiles.parsers.run('drawSizes', await store.getBytes(key, MAX_TAKEN_BYTES));
      await putSizes(store, key, drawn);
      // Whoever may see the picture may have it made smaller, whosever it is.
      await database.withOrganization(organizationId, (transaction) => keep(transaction, drawn.sizes));
      return drawn.sizes;
    } catch (err) {
      const isItsOwn =
        err instanceof PictureError ||
        err instanceof ParserError ||
        (err instanceof StorageError && err.code === 'not-found');
      if (!isItsOwn) throw err;
      log.warn({ err, key }, 'a picture has no sizes, and they cannot be made');
      return null;
    }
  });
