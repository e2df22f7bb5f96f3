import type { Declaration, TakenPicture } from '@facet/intake';
import { takePicture } from '@facet/intake/parser';
import { drawSizes, type DrawnSizes } from '@facet/intake/sizes';

export type ReadPicture = TakenPicture & DrawnSizes;

/** A picture drawn anew, and smaller besides. Throws `PictureError`. */
export async function readPicture(bytes: Uint8Array, declared?: Declaration): Promise<ReadPicture> {
  const picture = await takePicture(bytes, declared);
  return { ...picture, ...(await drawSizes(picture.bytes)) };
}
