/**
 * Base of every error that Facet's libraries throw on purpose. `code` comes from a closed union per library, so callers
 * can map all of them exhaustively; `message` names the offending thing and says what to do.
 */
export class FacetError<Code extends string = string> extends Error {
  readonly code: Code;

  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }

  /** Whether the same call may succeed later without anybody changing anything. How often and when is the caller's. */
  get retryable(): boolean {
    return false;
  }
}
