import { Fingerprint } from '@facet/contracts';
import { type NewToken, type TokenContent, vectorsOf } from '@facet/db';
import { storedTokens, type TokenSet, tokenSetOf } from '@facet/inversion';

/** A stored picture of a token. */
export type TokenPreview = Pick<NewToken, 'previewKey' | 'pictureSizes'>;

/** The tokens of a set as rows of a library. By token name: pictures of them, and vectors of their plain words. */
export const newTokensOf = (
  set: TokenSet,
  previews: Readonly<Record<string, TokenPreview>>,
  standIns: Readonly<Record<string, Float32Array>>,
): Omit<NewToken, 'name'>[] =>
  storedTokens(set).map((token) =>
    Object.assign(token, {
      fingerprint: Fingerprint.parse(token.fingerprint),
      ...previews[token.attribute],
      standIn: standIns[token.attribute] ?? null,
    }),
  );

/** A library's token as a set of one, for composing. What was measured of it is no part of that. */
export const libraryTokenSet = (token: TokenContent): TokenSet =>
  tokenSetOf([{ ...token, vectors: vectorsOf(token), leakReport: null }]);
