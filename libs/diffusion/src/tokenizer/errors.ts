import { FacetError } from '@facet/base';

export type TokenizerErrorCode =
  /** A tokenizer file is missing, is not JSON, or lacks a part that is needed. */
  | 'tokenizer-files'
  /** The prompt has more tokens than the model reads. */
  | 'prompt-too-long';

export class TokenizerError extends FacetError<TokenizerErrorCode> {}
