import { FacetError } from '@facet/base';

/** What the command line itself finds wrong, beside the errors of the libraries. */
export type CliErrorCode =
  /** An option or argument that makes no sense. */
  | 'usage'
  /** A file named by the user that is missing or is not what the command needs. */
  | 'bad-input'
  /** The picture carries no recipe, or a recipe that this version cannot follow. */
  | 'no-recipe'
  /** The recipe was made with another model than the one given. */
  | 'recipe-model'
  /** A file could not be written. */
  | 'write-failed'
  /** One of a command's processes ended before its work was done. */
  | 'worker-ended'
  /** Neither logged in to a service nor an API key in the environment. */
  | 'not-logged-in'
  /** The user ended the command; what it had is kept. */
  | 'interrupted';

export class CliError extends FacetError<CliErrorCode> {
  override readonly name = 'CliError';
}
