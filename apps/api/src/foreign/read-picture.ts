import type { Declaration, TakenPicture } from '@facet/intake';
import { makeThumbnail, takePicture } from '@facet/intake/parser';

const THUMBNAIL_PIXELS = 256;

export interface ReadPicture extends TakenPicture {
  /** WebP. */
  readonly thumbnail: Uint8Array;
}

/** A picture drawn anew, and small besides. Throws `PictureError`. */
export async function readPicture(bytes: Uint8Array, declared?: Declaration): Promise<ReadPicture> {
  const picture = await takePicture(bytes, declared);
  return { ...picture, thumbnail: await makeThumbnail(picture.bytes, THUMBNAIL_PIXELS) };
}
