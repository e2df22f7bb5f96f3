import { readFile } from 'node:fs/promises';
import sharp, { type Metadata } from 'sharp';
import type { Tensor } from '../types.ts';
import { ImageError } from './errors.ts';
import { isPixelCount, toTensor } from './pixels.ts';

/** Larger pictures are refused before they are unpacked, so that a small file cannot take all memory. */
const MAX_INPUT_PIXELS = 25_000_000;

/** Formats that are read; others (SVG, PDF, video) may run code paths that a picture needs not. */
const FORMATS: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif', 'jp2k']);

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** `name` is a path, or says where the bytes came from, for messages. */
async function checkMetadata(bytes: Uint8Array, name: string): Promise<void> {
  let metadata: Metadata;
  try {
    metadata = await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch (cause) {
    throw new ImageError(
      'not-an-image',
      `${name} is not a picture that can be read here; use PNG, JPEG, WebP, GIF, TIFF or AVIF.`,
      { cause },
    );
  }
  const { format, width, height, pages = 1 } = metadata;
  if (!FORMATS.has(format)) {
    throw new ImageError('not-an-image', `${name} is ${format}; use PNG, JPEG, WebP, GIF, TIFF or AVIF.`);
  }
  if (width * height > MAX_INPUT_PIXELS) {
    throw new ImageError(
      'image-too-large',
      `${name} is ${width} x ${height} pixels; the limit is ${MAX_INPUT_PIXELS / 1e6} million pixels. Make it smaller.`,
    );
  }
  if (pages > 1) {
    throw new ImageError(
      'image-animated',
      `${name} has ${pages} frames or pages; save the one you mean as its own file.`,
    );
  }
}

/**
 * Decodes a picture and makes it `size`: scaled until it covers the size, then cropped at the centre. Rotated as its
 * EXIF data say, any colour space and depth converted to 8-bit sRGB, transparency laid on white.
 *
 * @param bytes the file's contents
 * @param name what messages call it, usually the path
 * @returns `[1, 3, height, width]` in [-1, 1]
 * @throws ImageError
 */
export async function decodeImage(bytes: Uint8Array, size: ImageSize, name = 'The picture'): Promise<Tensor> {
  if (!isPixelCount(size.width) || !isPixelCount(size.height)) {
    throw new ImageError('bad-image-size', `${size.width} x ${size.height} is not a size in whole pixels.`);
  }
  await checkMetadata(bytes, name);
  // The pixel limit was checked by hand, for a message that names it; sharp's own is the second line.
  const image = sharp(bytes, { failOn: 'warning', limitInputPixels: MAX_INPUT_PIXELS + 1, animated: false });
  try {
    const { data, info } = await image
      .autoOrient()
      .toColourspace('srgb')
      .flatten({ background: 'white' })
      .resize(size.width, size.height, { fit: 'cover', position: 'centre', kernel: 'lanczos3' })
      .removeAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return toTensor(data, info);
  } catch (cause) {
    if (cause instanceof ImageError) throw cause;
    throw new ImageError(
      'image-corrupt',
      `${name} begins as a picture but cannot be read to its end (${(cause as Error).message.trim()}); copy it again.`,
      { cause },
    );
  }
}

/**
 * Reads a picture file; see `decodeImage`.
 *
 * @throws ImageError
 */
export async function loadImage(path: string, size: ImageSize): Promise<Tensor> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new ImageError('image-unreadable', `Cannot open the picture ${path}: ${(cause as Error).message}`, { cause });
  }
  return decodeImage(bytes, size, path);
}
