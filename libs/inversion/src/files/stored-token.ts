import { ATTRIBUTES, type TokenName } from '@facet/base';
import type { LeakReport } from '../tokens/leak-report.ts';
import type { AttributionMap } from '../attribution/schema.ts';
import type { LearnedToken, TokenSet } from '../tokens/token-set.ts';
import { decodeTokenFile, encodeTokenFile, tokenSetHash } from './token-file.ts';

/** What a set says of each of its tokens, by which sets are told apart. */
type Origin = Omit<TokenSet, 'tokens' | 'weights' | 'leakReport'>;

/** What is optional is null in rows, and never left out: a new field does not compile before they have it. */
type Stored<T> = { readonly [Key in keyof T]-?: undefined extends T[Key] ? Exclude<T[Key], undefined> | null : T[Key] };

/** The same as a set has it, every field of it named. */
type Whole<T> = { readonly [Key in keyof Required<T>]: T[Key] };

/** One token with all that its set says about it, as a library keeps it. */
export interface StoredToken
  extends Stored<Omit<Origin, 'map' | 'stageBounds'>>, Stored<Omit<LearnedToken, 'name' | 'vectors' | 'classWord'>> {
  readonly attribute: TokenName;
  /** An `AttributionMap`. */
  readonly map: Record<string, unknown>;
  readonly stageBounds: number[];
  readonly vectors: readonly ArrayLike<number>[];
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
  const reports = stored.flatMap(({ leakReport }) => (leakReport === null ? [] : [leakReport as LeakReport]));
  return {
    ...originOf(stored[0]!),
    tokens: stored.map(learnedToken),
    ...(reports.length > 0 && {
      leakReport: {
        ...(Object.assign({}, ...reports) as LeakReport),
        rates: Object.assign({}, ...reports.map(({ rates }) => rates)) as LeakReport['rates'],
      },
    }),
  };
}

/** By name, because a row of a library has more. */
const originOf = (token: StoredToken): Whole<Origin> => ({
  fingerprint: token.fingerprint,
  modelName: token.modelName,
  method: token.method,
  steps: token.steps,
  seed: token.seed,
  imageHash: token.imageHash,
  objectWord: token.objectWord,
  objectWordOrigin: token.objectWordOrigin,
  palette: token.palette,
  map: token.map as AttributionMap,
  stageBounds: token.stageBounds,
});

const learnedToken = (token: StoredToken): Whole<Omit<LearnedToken, 'classWord'>> => ({
  name: token.attribute,
  vectors: token.vectors.map((vector) => Float32Array.from(vector)),
  cells: token.cells,
  initialWord: token.initialWord,
  fallbackWord: token.fallbackWord ?? undefined,
});

/** Stored tokens, grouped by the inversion that they come from: those of a group can go into one file. */
export function bySet<Token extends StoredToken>(stored: readonly Token[]): Token[][] {
  const groups: Token[][] = [];
  for (const token of stored) {
    const group = groups.find(
      (each) =>
        inversionOf(each[0]!) === inversionOf(token) && each.every(({ attribute }) => attribute !== token.attribute),
    );
    if (group) group.push(token);
    else groups.push([token]);
  }
  return groups;
}

/** Whatever the model's folder was called. */
function inversionOf(token: StoredToken): string {
  const { modelName: _name, ...inversion } = originOf(token);
  return JSON.stringify(inversion);
}
