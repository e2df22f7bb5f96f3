import { FacetError, type Attribute } from '@facet/base';
import type { OrganizationId } from '@facet/contracts';
import { DatabaseError, type DatabaseErrorCode } from '@facet/db';
import { AddressError, PictureError } from '@facet/intake';
import { InversionError, SafetensorsError, type InversionErrorCode } from '@facet/inversion/files';

/** Of errors that are types of the schema. docs/api.md says what each means. */
export const RESULT_CODES = [
  'ADDRESS_REFUSED',
  'FORBIDDEN',
  'INVALID_INPUT',
  'IN_USE',
  'MUTATION_KEY_REUSED',
  'NAME_TAKEN',
  'NOT_FOUND',
  'OWNER_NEEDED',
  'PICTURE_REFUSED',
  'QUOTA_EXCEEDED',
  'RECIPE_INCOMPLETE',
  'RECIPE_REFUSED',
  'TOKEN_FILE',
  'WRONG_STATE',
] as const;

export type ApiErrorCode = (typeof RESULT_CODES)[number] | 'UNAUTHENTICATED';

/** Of what refuses an operation as a whole. Some are GraphQL's or Apollo Server's own. */
export const OPERATION_CODES = [
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'BUSY',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'INTERNAL_SERVER_ERROR',
  'OPERATION_RESOLUTION_FAILURE',
  'OPERATION_TOO_EXPENSIVE',
  'OPERATION_TOO_LARGE',
  'PERSISTED_QUERY_NOT_FOUND',
  'RATE_LIMITED',
  'UNAUTHENTICATED',
] as const;

export type OperationCode = (typeof OPERATION_CODES)[number] | ApiErrorCode;

/** Errors that clients can act on: each is a type of its own in the schema, and a member of the results that can have it. */
export class ApiError extends FacetError<ApiErrorCode> {}

/** The same words for what is not there and for what is somebody else's, whatever it is. */
export class NotFoundError extends ApiError {
  constructor(message = 'There is nothing with this id in the organisation. Check the id and the organisation.') {
    super('NOT_FOUND', message);
  }
}

/** No session and no API key, or none that is valid. Never part of a result: the request as a whole is refused. */
export class UnauthenticatedError extends ApiError {
  constructor(message = 'Sign in, or send an API key as `authorization: Bearer facet_...`.') {
    super('UNAUTHENTICATED', message);
  }
}

export class ForbiddenError extends ApiError {
  constructor(message: string) {
    super('FORBIDDEN', message);
  }
}

export class InvalidInputError extends ApiError {
  constructor(message: string) {
    super('INVALID_INPUT', message);
  }
}

export class NameTakenError extends ApiError {
  constructor(message: string) {
    super('NAME_TAKEN', message);
  }
}

export class InUseError extends ApiError {
  constructor(message: string) {
    super('IN_USE', message);
  }
}

export class WrongStateError extends ApiError {
  constructor(message: string) {
    super('WRONG_STATE', message);
  }
}

export class QuotaExceededError extends ApiError {
  constructor(message: string) {
    super('QUOTA_EXCEEDED', message);
  }
}

export class MutationKeyReusedError extends ApiError {
  constructor(message: string) {
    super('MUTATION_KEY_REUSED', message);
  }
}

/** What would be left of an organisation without an owner. */
export interface OrganizationToDecide {
  readonly id: OrganizationId;
  readonly name: string;
  readonly members: number;
}

export class OwnerNeededError extends ApiError {
  readonly organizations: readonly OrganizationToDecide[];

  constructor(organizations: readonly OrganizationToDecide[]) {
    const names = organizations.map(({ name }) => JSON.stringify(name)).join(', ');
    super(
      'OWNER_NEEDED',
      `You are the only owner of ${names}. Say for each who is its owner then, or that it goes too.`,
    );
    this.organizations = organizations;
  }
}

/** `reason` is the code of libs/intake. */
export class PictureRefusedError extends ApiError {
  readonly reason: string;

  constructor(reason: string, message: string) {
    super('PICTURE_REFUSED', message);
    this.reason = reason;
  }
}

/** `reason` is the code of libs/inversion. */
export class TokenFileError extends ApiError {
  readonly reason: string;

  constructor(reason: string, message: string) {
    super('TOKEN_FILE', message);
    this.reason = reason;
  }
}

/** `reason` is one of `RecipeRefusal`. */
export class RecipeRefusedError extends ApiError {
  readonly reason: RecipeRefusal;

  constructor(reason: RecipeRefusal, message: string) {
    super('RECIPE_REFUSED', message);
    this.reason = reason;
  }
}

export type RecipeRefusal =
  /** There is none in the picture. */
  | 'no-recipe'
  /** No PNG, or a recipe of another version. */
  | 'unsupported-format'
  | 'corrupt-file'
  /** A number or text that nothing can be drawn with here. */
  | 'out-of-range'
  /** No worker has offered the model that it was drawn with. */
  | 'unknown-model';

/** A token that a recipe names, and that whoever asks cannot use. */
export interface MissingToken {
  readonly attribute: Attribute;
  /** Null where the recipe does not say. */
  readonly tokenName: string | null;
  /** Null where that is not known any more. */
  readonly hash: string | null;
}

export class RecipeIncompleteError extends ApiError {
  readonly missing: readonly MissingToken[];

  constructor(missing: readonly MissingToken[], remedy: string) {
    const named = missing.map(
      ({ attribute, tokenName, hash }) =>
        `the ${attribute} token ${tokenName === null ? `with the hash ${hash?.slice(0, 12)}` : JSON.stringify(tokenName)}`,
    );
    super(
      'RECIPE_INCOMPLETE',
      `The recipe names ${named.join(', ')}, which you cannot use: deleted, or not granted. ${remedy}`,
    );
    this.missing = missing;
  }
}

/** `reason` is the code of libs/intake. */
export class AddressRefusedError extends ApiError {
  readonly reason: string;

  constructor(reason: string, message: string) {
    super('ADDRESS_REFUSED', message);
    this.reason = reason;
  }
}

/** Whether the error is about a file that somebody gave, or asked for; the others cannot come from reading and writing files. */
const IS_ABOUT_FILE: Record<InversionErrorCode, boolean> = {
  'corrupt-file': true,
  'unsupported-format': true,
  'unsafe-pickle': true,
  'fingerprint-mismatch': true,
  'invalid-map': true,
  'invalid-input': false,
  'invalid-prompt': false,
  'prompt-too-long': false,
  'disk-full': false,
  io: false,
  'missing-object-word': false,
  'no-image-encoder': false,
  'missing-reader': false,
  'no-judge': false,
  'not-enough-memory': false,
  'checkpoint-mismatch': false,
  cancelled: false,
  diverged: false,
};

/** Undefined: not the client's to know about. */
const OF_DATABASE: Record<DatabaseErrorCode, ((message: string) => ApiError) | undefined> = {
  'not-found': () => new NotFoundError(),
  forbidden: (message) => new ForbiddenError(message),
  'name-taken': (message) => new NameTakenError(message),
  'in-use': (message) => new InUseError(message),
  'wrong-state': (message) => new WrongStateError(message),
  'invalid-cursor': (message) => new InvalidInputError(message),
  'mutation-key-reused': (message) => new MutationKeyReusedError(message),
  'quota-exceeded': (message) => new QuotaExceededError(message),
  'invalid-input': (message) => new InvalidInputError(message),
  unreachable: undefined,
  'unsuitable-role': undefined,
  'migration-failed': undefined,
  'not-migrated': undefined,
  'invalid-organization': undefined,
  'misused-transaction': undefined,
};

/** The client's view of an error of the libraries; what is none of its business comes back as it is. */
export function forClient(error: unknown): unknown {
  if (error instanceof DatabaseError) return OF_DATABASE[error.code]?.(error.message) ?? error;
  if (error instanceof PictureError) return new PictureRefusedError(error.code, error.message);
  if ((error instanceof InversionError || error instanceof SafetensorsError) && IS_ABOUT_FILE[error.code])
    return new TokenFileError(error.code, error.message);
  if (error instanceof AddressError) return new AddressRefusedError(error.code, error.message);
  return error;
}
