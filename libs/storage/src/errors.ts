import { FacetError } from '@facet/base';

/** Everything that can go wrong in this library, as a closed list: callers map it exhaustively. */
export type StorageErrorCode =
  /** A key that no object can have; see `assertKey`. */
  | 'bad-key'
  /** There is no object with this key. */
  | 'not-found'
  /** More bytes than the caller allows. */
  | 'too-large'
  /** A signed address that was changed, or is used for another method, size or type than it was signed for. */
  | 'bad-signature'
  /** A signed address whose time is over. */
  | 'expired'
  /** The storage cannot be reached, is full, or fails for now; the only code that is worth trying again. */
  | 'unavailable'
  /** The storage answers, and refuses: wrong credentials, missing bucket, impossible settings. */
  | 'misconfigured';

export class StorageError extends FacetError<StorageErrorCode> {
  /** Whether the same call may succeed later without anybody changing anything. How often and when is the caller's. */
  override get retryable(): boolean {
    return this.code === 'unavailable';
  }
}
