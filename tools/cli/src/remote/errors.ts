import { FacetError } from '@facet/base';

/** What the service says no to, and what can go wrong on the way to it. */
export type RemoteErrorCode =
  /** Nothing answers at the address. */
  | 'unreachable'
  /** Something answers, but not as this version's API does. */
  | 'unexpected-answer'
  /** Neither logged in nor an API key in the environment. */
  | 'not-logged-in'
  /** The API key or session is not valid, or no longer. */
  | 'unauthenticated'
  /** The key's scopes, or the role, do not allow it. */
  | 'forbidden'
  /** No such thing in the organisation, or no file of that kind yet. */
  | 'not-found'
  | 'invalid-input'
  | 'picture-refused'
  | 'token-file-refused'
  | 'name-taken'
  | 'in-use'
  | 'wrong-state'
  | 'mutation-key-reused'
  | 'quota-exceeded'
  /** The operation costs more than is left of the key's budget; it refills. */
  | 'rate-limited'
  | 'run-failed'
  /** Somebody else cancelled the run. */
  | 'run-cancelled'
  /** The service failed and says that it is its own fault. */
  | 'service-failed';

export class RemoteError extends FacetError<RemoteErrorCode> {
  override readonly name = 'RemoteError';
  /** With `rate-limited`: when the budget covers the operation. */
  readonly retryAfterSeconds: number | undefined;

  constructor(code: RemoteErrorCode, message: string, options: ErrorOptions & { retryAfterSeconds?: number } = {}) {
    super(code, message, options);
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** The error types of the schema's result unions. */
const ofType = {
  ForbiddenError: 'forbidden',
  InUseError: 'in-use',
  InvalidInputError: 'invalid-input',
  MutationKeyReusedError: 'mutation-key-reused',
  NameTakenError: 'name-taken',
  NotFoundError: 'not-found',
  PictureRefusedError: 'picture-refused',
  QuotaExceededError: 'quota-exceeded',
  TokenFileError: 'token-file-refused',
  WrongStateError: 'wrong-state',
} as const satisfies Record<string, RemoteErrorCode>;

type ErrorName = keyof typeof ofType;

const isErrorName = (name: string): name is ErrorName => name in ofType;

/**
 * The thing out of a result union; its errors are thrown as RemoteErrors. What remains of the union is the thing alone by
 * type, so a new error type of the schema does not compile where its fields are used, until it is in the table above.
 */
export function accepted<Result extends { readonly __typename: string }>(
  result: Result,
): Exclude<Result, { readonly __typename: ErrorName }> {
  if (isErrorName(result.__typename))
    throw new RemoteError(ofType[result.__typename], (result as unknown as { message: string }).message);
  return result as Exclude<Result, { readonly __typename: ErrorName }>;
}

/** An error of a GraphQL answer, as HTTP and the socket send it. */
export interface AnswerError {
  readonly message: string;
  readonly extensions?: { readonly code?: string; readonly retryAfterSeconds?: number } | undefined;
}

/** Codes of errors that refuse an operation as a whole. */
const ofCode: Readonly<Record<string, RemoteErrorCode>> = {
  UNAUTHENTICATED: 'unauthenticated',
  FORBIDDEN: 'forbidden',
  NOT_FOUND: 'not-found',
  INVALID_INPUT: 'invalid-input',
  BAD_USER_INPUT: 'invalid-input',
  OPERATION_TOO_EXPENSIVE: 'invalid-input',
  RATE_LIMITED: 'rate-limited',
  INTERNAL_SERVER_ERROR: 'service-failed',
};

/** The first of an answer's errors as an error of ours. */
export function answerError([error]: readonly AnswerError[]): RemoteError {
  const { code, retryAfterSeconds } = error?.extensions ?? {};
  return new RemoteError(ofCode[code ?? ''] ?? 'unexpected-answer', error?.message ?? 'The answer is empty.', {
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });
}
