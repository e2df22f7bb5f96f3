import { FacetError } from '@facet/base';

export type SamplingErrorCode =
  /** Width or height is not one that the model can draw. */
  | 'bad-size'
  /** A seed, guidance, strength or batch size is out of its range, or no seed was given. */
  | 'bad-option'
  /** A conditioning plan does not fit the model or itself. */
  | 'bad-plan'
  /** The caller's AbortSignal fired. */
  | 'cancelled';

export class SamplingError extends FacetError<SamplingErrorCode> {}
