import type { TokenCardFragment } from './token-card.graphql.ts';

/** Of the picture that a token was learned from; of one that came in a file, of what the token draws. */
export const sourceUrl = ({
  inversion,
  picture,
}: Pick<TokenCardFragment, 'inversion' | 'picture'>): string | undefined =>
  inversion?.image?.picture?.url ?? picture?.url;
