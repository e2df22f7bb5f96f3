import type { TokenName } from '@facet/base';
import type { NamedTensor } from '@facet/safetensors';
import type { CellGrid } from '../attribution/cells.ts';
import type { AttributionMap } from '../attribution/schema.ts';
import type { StageBounds } from '../attribution/stages.ts';
import type { LeakReport } from './leak-report.ts';
import type { PaletteColor } from '../palette/palette.ts';
import type { BoundToken } from '../plan/plan.ts';

/** One learned token of one picture. */
export interface LearnedToken {
  readonly name: TokenName;
  /** One vector for most methods; one per layer for p-plus, one per stage for prospect. Each `[embeddingWidth]`. */
  readonly vectors: readonly Float32Array[];
  /** `[stage][layer]` -> number of the vector, or INACTIVE. */
  readonly cells: CellGrid;
  readonly initialWord: string;
  readonly fallbackWord: string | undefined;
  /** For tokens trained before a class word (`a drawing of a {token} cat`): the word. */
  readonly classWord?: string | undefined;
}

/** What training added to U-Net weights, by the names of the model's file. */
export type WeightDifference = ReadonlyMap<string, NamedTensor>;

/** All tokens of one inversion, and where they come from: the content of a native token file. */
export interface TokenSet {
  /** Of the model that the tokens belong to. */
  readonly fingerprint: string;
  /** Name of that model's folder, for messages. */
  readonly modelName: string;
  readonly method: string;
  /** Optimiser steps that the tokens have had. */
  readonly steps: number;
  readonly seed: number;
  /** SHA-256 in hex of the source picture's file. */
  readonly imageHash: string;
  readonly objectWord: string;
  readonly objectWordOrigin: 'given' | 'zero-shot';
  readonly palette: readonly PaletteColor[];
  readonly map: AttributionMap;
  readonly stageBounds: StageBounds;
  readonly tokens: readonly LearnedToken[];
  /** Without this difference added to the model's weights the tokens do not mean what they learned. */
  readonly weights?: WeightDifference | undefined;
  /** What was measured of these tokens. It says something about them and is no part of them: see `withoutReport`. */
  readonly leakReport?: LeakReport | undefined;
}

/** The tokens without what was measured of them: what a hash and a recipe are about. */
export function withoutReport(set: TokenSet): TokenSet {
  const { leakReport: _report, ...tokens } = set;
  return tokens;
}

/** A learned token as prompts use it. */
export const bindToken = (token: LearnedToken, stageBounds: StageBounds): BoundToken => ({
  kind: 'token',
  vectors: token.vectors,
  cells: token.cells,
  stageBounds,
  fallbackWord: token.fallbackWord,
});
