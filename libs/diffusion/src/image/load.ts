import { readFile } from 'node:fs/promises';
import sharp, { type Metadata, type Sharp } from 'sharp';
import type { Tensor } from '../types.ts';
import { ImageError } from './errors.ts';
import { isPixelCount, toTensor } from './pixels.ts';

/**
 * Larger pictures are refused before they are unpacked, so that a small file cannot take all memory. A decoder that holds the
 * whole picture takes 400 MB at most for these; a JPEG that is not progressive is read by rows and reduced meanwhile.
 * Cameras of phones have 48 to 200 million.
 */
const MAX_INPUT_PIXELS = 50_000_000;
const MAX_INPUT_PIXELS_BY_ROWS = 200_000_000;

/** Formats that are read; others (SVG, PDF, video) may run code paths that a picture needs not. */
const FORMATS: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif', 'jp2k']);

/** Types of numbers that are read. */
const DEPTHS: ReadonlySet<string> = new Set(['uchar', 'ushort', 'float']);

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** Looks at what a file says of itself. `name` is a path, or says where the bytes came from, for messages. */
async function readMetadata(bytes: Uint8Array, name: string): Promise<Metadata> {
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
  const { format, width, height, depth, isProgressive, pages = 1 } = metadata;
  if (!FORMATS.has(format)) {
    throw new ImageError('not-an-image', `${name} is ${format}; use PNG, JPEG, WebP, GIF, TIFF or AVIF.`);
  }
  const maxPixels = format === 'jpeg' && !isProgressive ? MAX_INPUT_PIXELS_BY_ROWS : MAX_INPUT_PIXELS;
  if (width * height > maxPixels) {
    throw new ImageError(
      'image-too-large',
      `${name} is ${width} x ${height} pixels; the limit is ${maxPixels / 1e6} million pixels. Make it smaller.`,
    );
  }
  if (pages > 1) {
    throw new ImageError(
      'image-animated',
      `${name} has ${pages} frames or pages; save the one you mean as its own file.`,
    );
  }
  if (!DEPTHS.has(depth)) {
    throw new ImageError(
      'not-an-image',
      `${name} holds numbers of the type ${depth}, which do not say what is white; save it with 8 or 16 bits a channel.`,
    );
  }
  return metadata;
}

/**
 * Decodes a picture and makes it `size`: scaled until it covers the size, then cropped at the centre. Rotated as its
 * EXIF data say, any colour space converted to 8-bit sRGB, 16 bits and floating point too, transparency laid on white.
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
  const metadata = await readMetadata(bytes, name);
  try {
    const image = metadata.depth === 'float' ? await fromFloats(bytes, metadata, name) : open(bytes);
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

/** The pixel limit was checked by hand, for a message that names it; sharp's own is the second line. */
const open = (bytes: Uint8Array): Sharp =>
  sharp(bytes, { failOn: 'warning', limitInputPixels: MAX_INPUT_PIXELS_BY_ROWS + 1, animated: false });

/**
 * A picture of floating point numbers (TIFF) with 8 bits. Nothing in the file says what they mean, and most programs write 0 for
 * black and 1 for white, as they are seen; what goes beyond that is refused rather than guessed.
 */
async function fromFloats(bytes: Uint8Array, { space }: Metadata, name: string): Promise<Sharp> {
  // In the space that the file is in, numbers stay as they are.
  const { data, info } = await open(bytes)
    .toColourspace(space)
    .raw({ depth: 'float' })
    .toBuffer({ resolveWithObject: true });
  const values = new Float32Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength));
  const beyond = values.find((value) => !(value >= 0 && value <= 1));
  if (beyond !== undefined) {
    throw new ImageError(
      'not-an-image',
      `${name} holds floating point numbers such as ${beyond}; they are read as 0 for black to 1 for white. Save it with 8 or 16 bits a channel.`,
    );
  }
  const { width, height, channels } = info;
  return sharp(
    Uint8Array.from(values, (value) => Math.round(255 * value)),
    { raw: { width, height, channels } },
  );
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
