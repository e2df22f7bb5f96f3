import type { Remote } from './client.ts';
import { TokensDocument, type TokenFieldsFragment, type TokensQueryVariables } from './operations.ts';
import { listPages, type Listed } from './pages.ts';

export type TokenFilter = Omit<TokensQueryVariables, 'first' | 'after'>;

/** The tokens of all libraries that may be read, in their newest versions. */
export function listTokens(
  remote: Remote,
  filter: TokenFilter = {},
  most?: number,
): Promise<Listed<TokenFieldsFragment>> {
  return listPages(async (page) => (await remote.run(TokensDocument, { ...filter, ...page })).tokens, most);
}
