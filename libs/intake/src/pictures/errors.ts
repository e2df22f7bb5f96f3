import { FacetError } from '@facet/base';

/** Everything that can be wrong with an uploaded picture, as a closed list: callers map it exhaustively. */
export type PictureErrorCode =
  /** No bytes at all. */
  | 'empty'
  /** The bytes are not as many as were declared. */
  | 'size-mismatch'
  /** More bytes than allowed. */
  | 'too-many-bytes'
  /** Not a JPEG, PNG or WebP, whatever its name or declared type says. */
  | 'unsupported-format'
  /** A JPEG, PNG or WebP that was declared as another of the three. */
  | 'type-mismatch'
  /** More pixels than allowed. */
  | 'too-many-pixels'
  /** A side too short, or one side many times the other. */
  | 'bad-shape'
  /** An APNG or animated WebP. */
  | 'animated'
  /** A colour profile that is unreasonably large. */
  | 'profile-too-large'
  /** Begins as a picture and is cut off or damaged. */
  | 'corrupt'
  /** Decoding takes longer or more memory than allowed, or would. */
  | 'too-slow';

export class PictureError extends FacetError<PictureErrorCode> {}
