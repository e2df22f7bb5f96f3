import { FacetError } from '@facet/base';

/** What the service says no to, and what can go wrong on the way to it. */
export type ClientErrorCode =
  /** Nothing answers at the address. */
  | 'unreachable'
  /** Something answers, but not as this version's API does. */
  | 'unexpected-answer'
  /** The API key or session is not valid, or no longer. */
  | 'unauthenticated'
  /** The key's scopes, or the role, do not allow it. */
  | 'forbidden'
  /** No such thing in the organisation, or no file of that kind yet. */
  | 'not-found'
  | 'invalid-input'
  | 'picture-refused'
  | 'token-file-refused'
  /** There is no recipe that the service can follow. */
  | 'recipe-refused'
  /** A token that a recipe names cannot be used; `missing` of the result says which. */
  | 'recipe-incomplete'
  /** An address of a webhook or a picture that cannot be used. */
  | 'address-refused'
  | 'name-taken'
  | 'in-use'
  | 'wrong-state'
  | 'mutation-key-reused'
  | 'quota-exceeded'
  /** The operation costs more than is left of the budget of the key or session, which refills; or too many files wait. */
  | 'rate-limited'
  /** Organisations would be left without an owner. */
  | 'owner-needed'
  | 'run-failed'
  /** Somebody cancelled the run. */
  | 'run-cancelled'
  /** The service failed and says that it is its own fault. */
  | 'service-failed';

interface ClientErrorOptions extends ErrorOptions {
  readonly retryAfterSeconds?: number | undefined;
  readonly reason?: string | undefined;
}

export class ClientError extends FacetError<ClientErrorCode> {
  override readonly name = 'ClientError';
  /** With `rate-limited`: when to send the operation again. */
  readonly retryAfterSeconds: number | undefined;
  /** The service's closer word for why it refused a picture, token file or address, such as `too-many-pixels`. */
  readonly reason: string | undefined;

  constructor(code: ClientErrorCode, message: string, options: ClientErrorOptions = {}) {
    super(code, message, options);
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.reason = options.reason;
  }

  override get retryable(): boolean {
    return this.code === 'unreachable' || this.code === 'rate-limited' || this.code === 'service-failed';
  }
}
