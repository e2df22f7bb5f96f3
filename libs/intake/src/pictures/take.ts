import { hash } from 'node:crypto';
import sharp, { type OutputInfo, type Sharp } from 'sharp';
import { PictureError } from './errors.ts';
import { PICTURE_TYPES, type PictureType, pictureType } from './format.ts';
import { assertFewScans } from './jpeg.ts';
import { MAX_PICTURE_BYTES, MAX_PIXELS_BY_ROWS, assertShape, keptSide } from './limits.ts';
import { pixelsOnly, preparePng } from './png.ts';
import { isAnimatedWebp } from './webp.ts';

/** The largest picture takes 2 s on one core. */
const MAX_SECONDS = 30;

/** No two pictures are the same, so that sharp's cache of opened files would only hold memory. */
sharp.cache(false);

/** What the uploader said before sending; of a picture that we fetch, nobody says anything. */
export interface Declaration {
  readonly sizeBytes: number;
  /** A media type. */
  readonly type: string;
}

export interface TakenPicture {
  /** A new PNG: 8-bit sRGB with or without transparency, upright, without any metadata. */
  readonly bytes: Uint8Array;
  readonly type: 'image/png';
  readonly width: number;
  readonly height: number;
  /** Of `bytes`, in hexadecimal. */
  readonly sha256: string;
  /** What was sent. */
  readonly originalType: PictureType;
}

/**
 * Checks an uploaded picture and draws it anew, so that of the file nothing is kept but its pixels. Data behind the
 * picture's end do not make it refused, because the cameras of many phones put a film or a second picture there.
 *
 * More than 25 million pixels are reduced to that, for a JPEG as it is read.
 *
 * @throws PictureError
 */
export async function takePicture(bytes: Uint8Array, declared?: Declaration): Promise<TakenPicture> {
  const originalType = assertDeclared(bytes, declared);
  const input = await inspect(bytes, originalType);
  const side = keptSide(input.width, input.height);
  const kept = open(input.bytes).autoOrient().resize(side, side, { fit: 'inside', withoutEnlargement: true });
  const { data, info } = await decode(kept.toColourspace('srgb').png({ compressionLevel: 6 }));
  const png = pixelsOnly(data);
  const { width, height } = info;
  return { bytes: png, type: 'image/png', width, height, sha256: hash('sha256', png), originalType };
}

function assertDeclared(bytes: Uint8Array, declared: Declaration | undefined): PictureType {
  if (bytes.length > MAX_PICTURE_BYTES) {
    throw new PictureError(
      'too-many-bytes',
      `The file has ${bytes.length} bytes; the limit is ${MAX_PICTURE_BYTES}. Make the picture smaller.`,
    );
  }
  const type = pictureType(bytes);
  if (!declared) return type;
  if (bytes.length !== declared.sizeBytes) {
    throw new PictureError(
      'size-mismatch',
      `The file has ${bytes.length} bytes and was declared with ${declared.sizeBytes}; send the whole file again.`,
    );
  }
  if (type !== declared.type) {
    throw new PictureError(
      'type-mismatch',
      `The file is ${type} and was declared as ${declared.type.slice(0, 80)}; declare what it is ` +
        `(${PICTURE_TYPES.join(', ')}).`,
    );
  }
  return type;
}

interface Inspected {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Reads the header and refuses what must not be decoded; returns what may be. */
async function inspect(bytes: Uint8Array, type: PictureType): Promise<Inspected> {
  if (type === 'image/png') {
    const png = preparePng(bytes);
    assertShape(png.width, png.height, false);
    return png;
  }
  if (type === 'image/webp' && isAnimatedWebp(bytes)) {
    throw new PictureError('animated', 'The picture is an animated WebP; save the frame you mean as its own file.');
  }
  if (type === 'image/jpeg') assertFewScans(bytes);
  const { width, height, isProgressive } = await sharp(bytes, { limitInputPixels: false }).metadata().catch(corrupt);
  assertShape(width, height, type === 'image/jpeg' && !isProgressive);
  return { bytes, width, height };
}

/** The limit of pixels was checked with a message that names them; sharp's own is the second line. */
export const open = (bytes: Uint8Array): Sharp =>
  sharp(bytes, { failOn: 'error', limitInputPixels: MAX_PIXELS_BY_ROWS, pages: 1 }).timeout({ seconds: MAX_SECONDS });

export const decode = (image: Sharp): Promise<{ data: Buffer; info: OutputInfo }> =>
  image.toBuffer({ resolveWithObject: true }).catch(corrupt);

export function corrupt(cause: Error): never {
  if (cause.message.includes('timeout')) {
    throw new PictureError('too-slow', `Reading the picture took more than ${MAX_SECONDS} s; save it again.`, {
      cause,
    });
  }
  const [reason] = cause.message.trim().split('\n');
  throw new PictureError('corrupt', `The picture cannot be read to its end (${reason}); copy it again.`, { cause });
}
