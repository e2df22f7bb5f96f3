import { Fingerprint } from '@facet/contracts';
import { type NewToken, type TokenContent, vectorsOf } from '@facet/db';
import { storedTokens, type TokenSet, tokenSetOf } from '@facet/inversion';

/** The tokens of a set as rows of a library. By token name: storage keys of previews, and vectors of their plain words. */
export const newTokensOf = (
  set: TokenSet,
  previews: Readonly<Record<string, string>>,
  standIns: Readonly<Record<string, Float32Array>>,
): Omit<NewToken, 'name'>[] =>
  storedTokens(set).map((token) =>
    Object.assign(token, {
      fingerprint: Fingerprint.parse(token.fingerprint),
      previewKey: previews[token.attribute] ?? null,
      standIn: standIns[token.attribute] ?? null,
    }),
  );

/** A library's token as a set of one, for composing. What was measured of it is no part of that. */
export const libraryTokenSet = (token: TokenContent): TokenSet =>
  tokenSetOf([{ ...token, vectors: vectorsOf(token), leakReport: null }]);
