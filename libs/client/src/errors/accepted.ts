import { ClientError, type ClientErrorCode } from './client-error.ts';

/** The error types of the schema's result unions. */
const CODE_OF_TYPE = {
  AddressRefusedError: 'address-refused',
  ForbiddenError: 'forbidden',
  InUseError: 'in-use',
  InvalidInputError: 'invalid-input',
  MutationKeyReusedError: 'mutation-key-reused',
  NameTakenError: 'name-taken',
  NotFoundError: 'not-found',
  OwnerNeededError: 'owner-needed',
  PictureRefusedError: 'picture-refused',
  QuotaExceededError: 'quota-exceeded',
  RecipeIncompleteError: 'recipe-incomplete',
  RecipeRefusedError: 'recipe-refused',
  TokenFileError: 'token-file-refused',
  WrongStateError: 'wrong-state',
} as const satisfies Record<string, ClientErrorCode>;

type ErrorType = keyof typeof CODE_OF_TYPE;

const isErrorType = (name: string): name is ErrorType => name in CODE_OF_TYPE;

/** What a result union gives when it is no error. */
export type Accepted<Result extends { readonly __typename: string }> = Exclude<
  Result,
  { readonly __typename: ErrorType }
>;

/**
 * The thing out of a result union, whose errors are thrown. What remains of the union is the thing alone by type, so a new
 * error type of the schema does not compile where its fields are used, until it is in the table above.
 * Select `__typename` and, on `Error`, `message`.
 * @throws ClientError
 */
export function accepted<Result extends { readonly __typename: string }>(result: Result): Accepted<Result> {
  if (!isErrorType(result.__typename)) return result as Accepted<Result>;
  const { message, reason } = result as { readonly message?: string; readonly reason?: string };
  throw new ClientError(CODE_OF_TYPE[result.__typename], message ?? `The service says ${result.__typename}.`, {
    reason,
  });
}
