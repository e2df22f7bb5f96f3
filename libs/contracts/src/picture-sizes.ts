/** What a stored picture is offered in: as it is, and smaller for pages, as WebP. */
export const PICTURE_SIZES = ['small', 'medium', 'full'] as const;
export type PictureSize = (typeof PICTURE_SIZES)[number];

/**
 * Pixels of the longer side, at most: nothing is enlarged. Two of a screen's for each of a page's, for cells of a grid and for a picture that
 * is looked at.
 */
export const PICTURE_SIDES: Readonly<Record<Exclude<PictureSize, 'full'>, number>> = { small: 320, medium: 1024 };

/** Width and height in pixels of each size; all of them are in storage. */
export type PictureSizes = Readonly<Record<PictureSize, readonly [width: number, height: number]>>;

/** Where a size of the picture is that is stored under `key`. */
export const sizedKey = (key: string, size: PictureSize): string =>
  size === 'full' ? key : `${key.slice(0, key.lastIndexOf('.'))}-${size}.webp`;

/** Where all of a picture is. */
export const pictureKeys = (key: string): string[] => PICTURE_SIZES.map((size) => sizedKey(key, size));
