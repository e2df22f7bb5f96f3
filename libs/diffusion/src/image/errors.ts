import { FacetError } from '@facet/base';

export type ImageErrorCode =
  /** The file does not exist or cannot be opened. */
  | 'image-unreadable'
  /** The bytes are no picture in a format that is read here. */
  | 'not-an-image'
  /** The bytes begin as a picture but end too early or are damaged. */
  | 'image-corrupt'
  /** The picture has more pixels than the limit. */
  | 'image-too-large'
  /** The picture has several frames or pages. */
  | 'image-animated'
  /** The size asked for, or a tensor's shape, is not that of a picture. */
  | 'bad-image-size';

export class ImageError extends FacetError<ImageErrorCode> {}
