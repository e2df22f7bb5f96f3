export type ServiceErrorCode =
  /** No server program exists for this platform, or it is not installed. */
  | 'unsupported-platform'
  /** Another process listens on the asked port. */
  | 'port-in-use'
  /** Another server runs on the data folder. */
  | 'data-in-use'
  /** The program ended, or did not answer in time. */
  | 'start-failed';

/** What keeps a development service from running; the message says what to do. */
export class ServiceError extends Error {
  readonly code: ServiceErrorCode;

  constructor(code: ServiceErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ServiceError';
    this.code = code;
  }
}
