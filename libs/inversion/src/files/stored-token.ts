import { ATTRIBUTES, type TokenName } from '@facet/base';
import type { LeakReport } from '../tokens/leak-report.ts';
import type { AttributionMap } from '../attribution/schema.ts';
import type { LearnedToken, TokenSet } from '../tokens/token-set.ts';
import { decodeTokenFile, encodeTokenFile, tokenSetHash } from './token-file.ts';

/** One token with all that its set says about it, as a library keeps it; what is optional in a set is null here. */
export interface StoredToken {
  readonly attribute: TokenName;
  readonly fingerprint: string;
  readonly modelName: string;
  readonly method: string;
  readonly steps: number;
  readonly seed: number;
  readonly imageHash: string;
  readonly objectWord: string;
  readonly objectWordOrigin: TokenSet['objectWordOrigin'];
  readonly palette: TokenSet['palette'];
  /** An `AttributionMap`. */
  readonly map: Record<string, unknown>;
  readonly stageBounds: number[];
  readonly vectors: readonly ArrayLike<number>[];
  readonly cells: LearnedToken['cells'];
  readonly initialWord: string;
  readonly fallbackWord: string | null;
  /** A `LeakReport`, of this token alone. */
  readonly leakReport: Record<string, unknown> | null;
}

/** A stored token with what recipes in pictures know it by. */
export interface HashedToken extends StoredToken {
  readonly hash: string;
}

/** The tokens of a set, each by itself. Weights and class words have no place there; see `hasOnlyTokens`. */
export function storedTokens(set: TokenSet): HashedToken[] {
  const { tokens, weights: _weights, leakReport: _report, map, stageBounds, ...origin } = set;
  const store = (token: LearnedToken): StoredToken => ({
    ...origin,
    map: { ...map },
    stageBounds: [...stageBounds],
    attribute: token.name,
    vectors: token.vectors,
    cells: token.cells,
    initialWord: token.initialWord,
    fallbackWord: token.fallbackWord ?? null,
    leakReport: reportOf(set, token),
  });
  return tokens.map((token) => hashed(store(token)));
}

/** With the hash of its native file, as whoever reads that file has it: a database gives members of JSON in an order of its own. */
function hashed(token: StoredToken): HashedToken {
  const file = encodeTokenFile(tokenSetOf([{ ...token, leakReport: null }]));
  return { ...token, hash: tokenSetHash(decodeTokenFile(file, 'a stored token')) };
}

/** Whether stored tokens say all that the set says: methods that change weights of the model leave more behind. */
export const hasOnlyTokens = ({ weights, tokens }: TokenSet): boolean =>
  weights === undefined && tokens.every(({ classWord }) => classWord === undefined);

/** Of the set's report what is about this token; a token of the whole picture was tried in the place of every attribute. */
function reportOf({ leakReport }: TokenSet, { name }: LearnedToken): Record<string, unknown> | null {
  if (leakReport === undefined) return null;
  const attribute = ATTRIBUTES.find((each) => each === name);
  if (attribute === undefined) return { ...leakReport };
  const { colorDistance, ...rest } = leakReport;
  const ofColor = attribute === 'color' && colorDistance !== undefined ? { colorDistance } : {};
  return { ...rest, rates: { [attribute]: leakReport.rates[attribute] }, ...ofColor };
}

/** Stored tokens of one inversion as a set again: at least one, with different attributes. */
export function tokenSetOf(stored: readonly StoredToken[]): TokenSet {
  const { fingerprint, modelName, method, steps, seed, imageHash, objectWord, objectWordOrigin, palette, ...first } =
    stored[0]!;
  const reports = stored.flatMap(({ leakReport }) => (leakReport === null ? [] : [leakReport as LeakReport]));
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
    map: first.map as AttributionMap,
    stageBounds: first.stageBounds,
    tokens: stored.map(({ attribute, vectors, cells, initialWord, fallbackWord }) => ({
      name: attribute,
      vectors: vectors.map((vector) => Float32Array.from(vector)),
      cells,
      initialWord,
      fallbackWord: fallbackWord ?? undefined,
    })),
    ...(reports.length > 0 && {
      leakReport: {
        ...(Object.assign({}, ...reports) as LeakReport),
        rates: Object.assign({}, ...reports.map(({ rates }) => rates)) as LeakReport['rates'],
      },
    }),
  };
}

/** Stored tokens, grouped by the inversion that they come from: those of a group can go into one file. */
export function bySet<Token extends StoredToken>(stored: readonly Token[]): Token[][] {
  const groups: Token[][] = [];
  for (const token of stored) {
    const group = groups.find(
      (each) => originOf(each[0]!) === originOf(token) && each.every(({ attribute }) => attribute !== token.attribute),
    );
    if (group) group.push(token);
    else groups.push([token]);
  }
  return groups;
}

const originOf = ({
  fingerprint,
  method,
  steps,
  seed,
  imageHash,
  objectWord,
  palette,
  map,
  stageBounds,
}: StoredToken) => JSON.stringify([fingerprint, method, steps, seed, imageHash, objectWord, palette, map, stageBounds]);
