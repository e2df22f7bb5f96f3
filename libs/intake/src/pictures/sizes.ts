/**
 * `@facet/intake/sizes`: pictures as pages show them. For pictures that are drawn here, and for programs that `Parsers` starts, which
 * may read those of strangers.
 */
import { PICTURE_SIDES, type PictureSizes } from '@facet/contracts';
import sharp, { type Sharp } from 'sharp';
import { corrupt, decode, open } from './take.ts';

/** WebP of the sizes beside the picture itself. */
export interface DrawnSizes {
  readonly sizes: PictureSizes;
  readonly small: Uint8Array;
  readonly medium: Uint8Array;
}

/**
 * A picture inside of squares, never enlarged, without any metadata.
 * @param bytes of a picture that was taken, or drawn here
 * @throws PictureError `corrupt` if the bytes are no whole picture
 */
export async function drawSizes(bytes: Uint8Array): Promise<DrawnSizes> {
  const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata().catch(corrupt);
  const medium = await decode(inside(open(bytes), PICTURE_SIDES.medium).raw());
  // Of the pixels that are there already: the picture itself may have millions.
  const pixels = (): Sharp => sharp(medium.data, { raw: medium.info });
  // One that is no larger than a thumbnail is shown enlarged, where one sees what compression has done to each pixel.
  const webp = Math.max(width, height) <= PICTURE_SIDES.small ? { lossless: true } : { quality: QUALITY };
  const small = await decode(inside(pixels(), PICTURE_SIDES.small).webp(webp));
  return {
    sizes: {
      small: [small.info.width, small.info.height],
      medium: [medium.info.width, medium.info.height],
      full: [width, height],
    },
    small: small.data,
    medium: (await decode(pixels().webp(webp))).data,
  };
}

const QUALITY = 80;

const inside = (image: Sharp, side: number): Sharp =>
  image.resize(side, side, { fit: 'inside', withoutEnlargement: true });
