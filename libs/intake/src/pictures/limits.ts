import { PictureError } from './errors.ts';

export const MAX_PICTURE_BYTES = 20_000_000;
/** Of a decoder that holds the whole picture: 400 MB with 16-bit transparency. A camera's largest have 48 million. */
const MAX_PIXELS = 50_000_000;
/** Of a JPEG that is read row by row, and reduced meanwhile: a phone's largest. */
export const MAX_PIXELS_BY_ROWS = 200_000_000;
/** What is kept; a larger picture is reduced to it. Models look at a million pixels. */
const MAX_KEPT_PIXELS = 25_000_000;
/** The most that a picture has after it was taken: its pixels with transparency, not compressible at all. */
export const MAX_TAKEN_BYTES = 101_000_000;
/** Less than two cells of the smallest model's latents have nothing to learn from. */
const MIN_SIDE_PIXELS = 16;
/** Of the longer side to the shorter. Models look at a square from the middle. */
const MAX_ASPECT_RATIO = 10;

/**
 * Looks at the size that a file says it has, before anything is unpacked.
 * @throws PictureError `corrupt` for a side of 0, `too-many-pixels`, `bad-shape`
 */
export function assertShape(width: number, height: number, isReadByRows: boolean): void {
  const maxPixels = isReadByRows ? MAX_PIXELS_BY_ROWS : MAX_PIXELS;
  const size = `The picture is ${width} x ${height} pixels`;
  const [short, long] = width < height ? [width, height] : [height, width];
  if (short === 0) throw new PictureError('corrupt', `${size}, so there is nothing in it; save it again.`);
  if (short * long > maxPixels) {
    throw new PictureError('too-many-pixels', `${size}; the limit is ${maxPixels / 1e6} million. Make it smaller.`);
  }
  if (short < MIN_SIDE_PIXELS || long > short * MAX_ASPECT_RATIO) {
    throw new PictureError(
      'bad-shape',
      `${size}; each side needs at least ${MIN_SIDE_PIXELS}, and the longer may be at most ${MAX_ASPECT_RATIO} times ` +
        'the shorter. Cut out the part you mean.',
    );
  }
}

/** The longer side that such a picture is kept with. */
export function keptSide(width: number, height: number): number {
  const scale = Math.min(1, Math.sqrt(MAX_KEPT_PIXELS / (width * height)));
  return Math.floor(Math.max(width, height) * scale);
}
