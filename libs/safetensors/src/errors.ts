import { FacetError } from '@facet/base';

export type SafetensorsErrorCode =
  /** The bytes are not a sound safetensors file. */
  | 'corrupt-file'
  /** A tensor of a type that is not read. */
  | 'unsupported-format'
  /** Data and shape of a tensor to write disagree. */
  | 'invalid-input';

export class SafetensorsError extends FacetError<SafetensorsErrorCode> {}
