import { rename, rm, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { Tensor } from '../types.ts';
import { ImageError } from './errors.ts';
import { toRawPictures } from './pixels.ts';
import { withPngText } from './png-text.ts';

/**
 * The pictures `[n, 3, H, W]` in [-1, 1] as PNG files' bytes.
 *
 * @param texts stored in each file by keyword, for example a recipe; read them with `readPngText`.
 * @throws ImageError `bad-image-size`.
 */
export async function encodePng(pictures: Tensor, texts: Readonly<Record<string, string>> = {}): Promise<Buffer[]> {
  return Promise.all(
    toRawPictures(pictures).map(async ({ data, width, height }) => {
      const png = await sharp(data, { raw: { width, height, channels: 3 } })
        .png()
        .toBuffer();
      let file: Buffer = png;
      for (const [keyword, text] of Object.entries(texts)) file = withPngText(file, keyword, text);
      return file;
    }),
  );
}

/**
 * Writes one picture as a PNG file; a file that was there before stays whole until the new one is complete.
 *
 * @throws ImageError `bad-image-size`, `image-unwritable`.
 */
export async function saveImage(
  path: string,
  picture: Tensor,
  texts: Readonly<Record<string, string>> = {},
): Promise<void> {
  const [png, ...more] = await encodePng(picture, texts);
  if (png === undefined || more.length > 0) {
    throw new ImageError('bad-image-size', `${path} can hold one picture, not ${more.length + 1}.`);
  }
  const unfinished = `${path}.${process.pid}.part`;
  try {
    await writeFile(unfinished, png);
    await rename(unfinished, path);
  } catch (cause) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw new ImageError('image-unwritable', `Cannot write the picture ${path}: ${(cause as Error).message}`, {
      cause,
    });
  }
}
