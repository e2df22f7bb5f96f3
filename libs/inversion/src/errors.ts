import { FacetError } from '@facet/base';

/** Everything that can go wrong in this library, as a closed list: callers map it exhaustively to exit codes. */
export type InversionErrorCode =
  /** An argument, configuration or words list that makes no sense. */
  | 'invalid-input'
  /** An attribution map that is malformed or names layers that the model does not have. */
  | 'invalid-map'
  /** A placeholder or word in a prompt that cannot be used. */
  | 'invalid-prompt'
  /** More tokens than the text encoder takes. */
  | 'prompt-too-long'
  /** Tokens or a checkpoint made with another model. */
  | 'fingerprint-mismatch'
  /** A file that is not what it claims to be, is truncated, or has a wrong checksum. */
  | 'corrupt-file'
  /** A file in a format or version that this library does not read. */
  | 'unsupported-format'
  /** A pickle that asks for anything but tensors. */
  | 'unsafe-pickle'
  /** The disk is full (or a quota or file-size limit is reached); the previous file is intact. */
  | 'disk-full'
  /** A file could not be read or written for another reason. */
  | 'io'
  /** No object word was given and the model has no image encoder (or no candidate words) to find one. */
  | 'missing-object-word'
  /** A reader is asked for of a model without an image encoder, which is what it reads by. */
  | 'no-image-encoder'
  /** A reader is asked for of a model for which none was trained. */
  | 'missing-reader'
  /** A calibration of a model that has neither factor classifiers nor an image encoder. */
  | 'no-judge'
  /** A method that trains more weights than the memory holds. */
  | 'not-enough-memory'
  /** The checkpoint belongs to another picture or another configuration. */
  | 'checkpoint-mismatch'
  /** The run was cancelled by its AbortSignal. */
  | 'cancelled'
  /** The loss or a vector became NaN or infinite. */
  | 'diverged';

export class InversionError extends FacetError<InversionErrorCode> {}
