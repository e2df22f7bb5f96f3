import { ClientError, type ClientErrorCode } from './client-error.ts';

/** An error of a GraphQL answer, as HTTP and the socket send it. */
export interface AnswerError {
  readonly message: string;
  readonly extensions?: { readonly code?: unknown; readonly retryAfterSeconds?: unknown } | undefined;
}

/** Codes of errors that refuse an operation as a whole. */
const OF_CODE: Readonly<Record<string, ClientErrorCode>> = {
  UNAUTHENTICATED: 'unauthenticated',
  FORBIDDEN: 'forbidden',
  NOT_FOUND: 'not-found',
  INVALID_INPUT: 'invalid-input',
  BAD_USER_INPUT: 'invalid-input',
  OPERATION_TOO_EXPENSIVE: 'invalid-input',
  RATE_LIMITED: 'rate-limited',
  INTERNAL_SERVER_ERROR: 'service-failed',
};

/** The first of an answer's errors as an error of ours; those of other GraphQL clients have the same form. */
export function answerError([error]: readonly AnswerError[]): ClientError {
  const { code, retryAfterSeconds } = error?.extensions ?? {};
  const known = typeof code === 'string' ? OF_CODE[code] : undefined;
  return new ClientError(known ?? 'unexpected-answer', error?.message ?? 'The answer is empty.', {
    retryAfterSeconds: typeof retryAfterSeconds === 'number' ? retryAfterSeconds : undefined,
  });
}
