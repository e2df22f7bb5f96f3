export type * from './model/types.ts';
export { TokenizerError, type TokenizerErrorCode } from './tokenizer/errors.ts';
export { loadTokenizer, Tokenizer, type Encoding, type PromptWord } from './tokenizer/tokenizer.ts';
