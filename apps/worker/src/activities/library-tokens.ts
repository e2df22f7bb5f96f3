import { Fingerprint } from '@facet/contracts';
import type { NewToken, TokenContent } from '@facet/db';
import { ATTRIBUTES, type LearnedToken, type TokenSet } from '@facet/inversion';

/** The tokens of a set as rows of a library; `previews` are storage keys by token name. */
export function newTokensOf(set: TokenSet, previews: Readonly<Record<string, string>>): Omit<NewToken, 'name'>[] {
  const { tokens, weights: _weights, leakReport: _report, fingerprint, stageBounds, ...origin } = set;
  const common = { ...origin, map: { ...origin.map }, stageBounds: [...stageBounds] };
  const rowOf = (token: LearnedToken): Omit<NewToken, 'name'> => ({
    ...common,
    fingerprint: Fingerprint.parse(fingerprint),
    attribute: token.name,
    cells: token.cells,
    vectors: token.vectors,
    initialWord: token.initialWord,
    fallbackWord: token.fallbackWord ?? null,
    leakReport: reportOf(set, token),
    previewKey: previews[token.name] ?? null,
  });
  return tokens.map(rowOf);
}

/** Of the set's report what is about this token; a token of the whole picture was tried in the place of every attribute. */
function reportOf({ leakReport }: TokenSet, { name }: LearnedToken): Record<string, unknown> | null {
  if (leakReport === undefined) return null;
  const attribute = ATTRIBUTES.find((each) => each === name);
  if (attribute === undefined) return { ...leakReport };
  return { ...leakReport, rates: { [attribute]: leakReport.rates[attribute] } };
}

/** A library's token as a set of one, for composing. */
export function tokenSetOf(token: TokenContent): TokenSet {
  const { fingerprint, modelName, method, steps, seed, imageHash, objectWord, objectWordOrigin, palette } = token;
  const { vectors, vectorCount, vectorWidth, cells, initialWord, fallbackWord, attribute } = token;
  return {
    fingerprint,
    modelName,
    method,
    steps,
    seed,
    imageHash,
    objectWord,
    objectWordOrigin,
    palette,
    map: token.map as unknown as TokenSet['map'],
    stageBounds: token.stageBounds,
    tokens: [
      {
        name: attribute,
        vectors: Array.from({ length: vectorCount }, (_, i) =>
          Float32Array.from(vectors.slice(i * vectorWidth, (i + 1) * vectorWidth)),
        ),
        cells,
        initialWord,
        fallbackWord: fallbackWord ?? undefined,
      },
    ],
  };
}
