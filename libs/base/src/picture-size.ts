/** How many times the area of its native picture a model is asked for at most: what is larger is for the command line. */
const MOST_AREA = 4;

/** What is known of a model's pictures. */
export interface NativeSize {
  /** Side of its native square picture, in pixels. */
  readonly size: number;
  /** What the sides of its pictures are multiples of. Unknown: only its own size is possible. */
  readonly sizeMultiple?: number | undefined;
}

/** What is wrong with a size for a model, as the end of a sentence; undefined for one that it can draw. Whether it fits into memory a worker says. */
export function wrongSize({ width, height }: PictureSize, { size, sizeMultiple }: NativeSize): string | undefined {
  const sides = [width, height];
  if (sizeMultiple === undefined) return sides.every((side) => side === size) ? undefined : `must be ${size} x ${size}`;
  if (!sides.every((side) => Number.isInteger(side) && side > 0 && side % sizeMultiple === 0))
    return `must have sides that are multiples of ${sizeMultiple}`;
  if (width * height > MOST_AREA * size ** 2)
    return `must have at most ${MOST_AREA} times the area of ${size} x ${size}`;
  return undefined;
}

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** As how many pictures, or steps, of its native size one of this size counts: its area, in whole ones that were begun. */
export const worthOf = ({ width, height }: PictureSize, { size }: Pick<NativeSize, 'size'>): number =>
  Math.max(1, Math.ceil((width * height) / size ** 2));
