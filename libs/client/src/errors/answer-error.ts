import { ClientError, type ClientErrorCode } from './client-error.ts';

/** An error of a GraphQL answer, as HTTP and the socket send it. */
export interface AnswerError {
  readonly message: string;
  readonly extensions?: { readonly code?: unknown; readonly retryAfterSeconds?: unknown } | undefined;
}

/** What refuses an operation as a whole, and then what refuses a field that is no result union. */
const OF_CODE: Readonly<Record<string, ClientErrorCode>> = {
  UNAUTHENTICATED: 'unauthenticated',
  BAD_USER_INPUT: 'invalid-input',
  OPERATION_TOO_LARGE: 'invalid-input',
  OPERATION_TOO_EXPENSIVE: 'invalid-input',
  RATE_LIMITED: 'rate-limited',
  BUSY: 'rate-limited',
  INTERNAL_SERVER_ERROR: 'service-failed',
  // A document that this version of the API does not understand.
  BAD_REQUEST: 'unexpected-answer',
  GRAPHQL_PARSE_FAILED: 'unexpected-answer',
  GRAPHQL_VALIDATION_FAILED: 'unexpected-answer',
  OPERATION_RESOLUTION_FAILURE: 'unexpected-answer',
  PERSISTED_QUERY_NOT_FOUND: 'unexpected-answer',

  ADDRESS_REFUSED: 'address-refused',
  FORBIDDEN: 'forbidden',
  IN_USE: 'in-use',
  INVALID_INPUT: 'invalid-input',
  MUTATION_KEY_REUSED: 'mutation-key-reused',
  NAME_TAKEN: 'name-taken',
  NOT_FOUND: 'not-found',
  OWNER_NEEDED: 'owner-needed',
  PICTURE_REFUSED: 'picture-refused',
  QUOTA_EXCEEDED: 'quota-exceeded',
  RECIPE_INCOMPLETE: 'recipe-incomplete',
  RECIPE_REFUSED: 'recipe-refused',
  TOKEN_FILE: 'token-file-refused',
  WRONG_STATE: 'wrong-state',
};

export const KNOWN_CODES: readonly string[] = Object.keys(OF_CODE);

/** The first of an answer's errors as an error of ours; those of other GraphQL clients have the same form. */
export function answerError([error]: readonly AnswerError[]): ClientError {
  const { code, retryAfterSeconds } = error?.extensions ?? {};
  const known = typeof code === 'string' ? OF_CODE[code] : undefined;
  return new ClientError(known ?? 'unexpected-answer', error?.message ?? 'The answer is empty.', {
    retryAfterSeconds: typeof retryAfterSeconds === 'number' ? retryAfterSeconds : undefined,
  });
}
