import sharp from 'sharp';
import type { Tensor } from '../types.ts';
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
