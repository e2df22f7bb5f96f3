import { FacetError } from '@facet/base';
import { encodeId } from '@facet/contracts';

export type DatabaseErrorCode =
  /** DATABASE_URL is malformed, or nobody answers there, or the password is wrong. */
  | 'unreachable'
  /** The role may not do what is asked: too little for migrations, too much for run time. */
  | 'unsuitable-role'
  /** The database lacks Facet's tables or roles. */
  | 'not-migrated'
  /** A migration failed; nothing of it was kept. */
  | 'migration-failed'
  /** Not the id of an organisation. */
  | 'invalid-organization'
  /** A transaction inside another one, or a query after its transaction. */
  | 'misused-transaction'
  /** There is no such row, or it is somebody else's: the two are not told apart. */
  | 'not-found'
  /** Who acts may not, as they are in the organisation now. */
  | 'forbidden'
  /** Another row has this name. */
  | 'name-taken'
  /** What is to be deleted is in use. */
  | 'in-use'
  /** The row is in a state that does not allow it. */
  | 'wrong-state'
  /** The page cursor was made for another list, or by someone else. */
  | 'invalid-cursor'
  /** A clientMutationKey was used before with other arguments. */
  | 'mutation-key-reused'
  /** The organisation has used what it may. */
  | 'quota-exceeded'
  /** The arguments contradict each other or what is stored. */
  | 'invalid-input';

/** What a caller can act on; the message names the thing and the remedy. Everything else that Postgres says stays its error. */
export class DatabaseError extends FacetError<DatabaseErrorCode> {}

type Kind =
  | 'api key'
  | 'composition'
  | 'grid'
  | 'image'
  | 'inversion'
  | 'library'
  | 'member'
  | 'output'
  | 'token'
  | 'webhook'
  | 'webhook delivery';

/** What messages call a row: people know it by its global id only. */
export const named = (kind: Kind, id: string): string => {
  const typename = kind.replaceAll(/(?:^| )(\w)/g, (_, letter: string) => letter.toUpperCase());
  return `${kind} ${encodeId(typename, id)}`;
};

/** The same words for a row that is not there and for one that is not yours. */
export const notFound = (kind: Kind, id: string): DatabaseError =>
  new DatabaseError('not-found', `There is no ${named(kind, id)}.`);
