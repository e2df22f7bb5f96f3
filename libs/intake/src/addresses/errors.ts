import { FacetError } from '@facet/base';

/** Everything that can go wrong when an address that somebody gave us is fetched, as a closed list. */
export type AddressErrorCode =
  /** Not a URL, or too long for one. */
  | 'bad-url'
  /** Another scheme than https (or http where that is allowed). */
  | 'scheme'
  /** A user name or password inside of the URL. */
  | 'credentials'
  /** A port that is not on the list. */
  | 'port'
  /** The host has no address, or its name server does not answer. */
  | 'unresolvable'
  /** The host is, or one of its addresses is, not on the public internet. */
  | 'forbidden-address'
  /** A redirect where none is followed, or one too many. */
  | 'redirect'
  /** No connection, no TLS, or it broke off. */
  | 'unreachable'
  /** Not done within the time. */
  | 'timeout'
  /** A response of more bytes than allowed. */
  | 'too-large';

const RETRYABLE: ReadonlySet<AddressErrorCode> = new Set(['unresolvable', 'unreachable', 'timeout']);

/** Messages are for the person who gave the address: they do not say to which internal address a name leads. */
export class AddressError extends FacetError<AddressErrorCode> {
  /** Whether the same request may succeed later without anybody here changing anything. */
  override get retryable(): boolean {
    return RETRYABLE.has(this.code);
  }
}
