import type { StepLosses } from '@facet/base';
import type { DiffusionModel, Tensor } from '@facet/diffusion';
import { activeLayers } from '../attribution/cells.ts';
import type { InversionMethod, MethodLayout, PairTerm, TokenSpec } from '../methods/method.ts';
import { newAdamWState, type AdamWState } from '../optim/adamw.ts';
import { planPrompt, type BoundToken, type PlannedPrompt, type PromptPlan } from '../plan/plan.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import { norm, partsOf } from '../vector.ts';
import { wordVector } from '../words/vectors.ts';
import type { Prior } from './prior.ts';
import type { InversionRequest } from './request.ts';
import type { InversionSettings } from './settings.ts';
import { differenceOf, type TrainedWeights } from './weights.ts';

/** A token while it is trained: its parameters are one array, its vectors are views into it. */
export interface TrainedToken {
  readonly spec: TokenSpec;
  /** `[vectorCount * embeddingWidth]` */
  readonly parameters: Float32Array;
  readonly adam: AdamWState;
  readonly bound: BoundToken;
  /** Lengths toward which norm control pulls: of the part of each text encoder. */
  readonly targetNorms: readonly number[];
}

export interface TrainedPairTerm extends PairTerm {
  readonly truthUnit: Float64Array;
}

/** One run: everything fixed about it, and what its steps change (the arrays of `tokens` and `weights`, `step`, `losses`). */
export interface RunState {
  readonly request: InversionRequest;
  readonly method: InversionMethod;
  readonly settings: InversionSettings;
  /** Of the finished tokens, without the tokens. */
  readonly origin: Omit<TokenSet, 'tokens' | 'steps' | 'weights'>;
  readonly layout: MethodLayout;
  /** z_0 `[1, channels, h, w]` */
  readonly latents: Tensor;
  readonly tokens: readonly TrainedToken[];
  readonly pairTerms: readonly TrainedPairTerm[];
  /** U-Net weights that change; undefined for methods of tokens only. */
  readonly weights: TrainedWeights | undefined;
  readonly prior: Prior | undefined;
  /** One plan per template. */
  readonly plans: readonly PromptPlan[];
  /** For each token of a pair term a prompt of nothing but the token. */
  readonly barePrompts: ReadonlyMap<string, PlannedPrompt>;
  /** Layers whose conditioning depends on a token. */
  readonly layers: readonly number[];
  step: number;
  losses: StepLosses | undefined;
  /** Losses on the fixed probes, before the first step and every `PROBE_EVERY`; empty where nothing depends on them. */
  readonly probes: number[];
}

/** The tokens at their initial words. `knownLengths` is what norm control pulls toward, if not the initial word's length. */
export function newTokens(
  model: DiffusionModel,
  layout: MethodLayout,
  stageBounds: readonly number[],
  knownLengths?: readonly number[],
): TrainedToken[] {
  const width = model.embeddingWidth;
  return layout.tokens.map((spec) => {
    const start = spec.initialVector ?? wordVector(model, spec.initialWord);
    const parameters = new Float32Array(spec.vectorCount * width);
    const vectors = Array.from({ length: spec.vectorCount }, (_, i) => parameters.subarray(i * width, (i + 1) * width));
    for (const vector of vectors) vector.set(start);
    return {
      spec,
      parameters,
      adam: newAdamWState(parameters.length),
      bound: { kind: 'token', vectors, cells: spec.cells, stageBounds, fallbackWord: spec.fallbackWord },
      targetNorms: knownLengths ?? partsOf(start, model.embeddingWidths).map(norm),
    };
  });
}

/** One plan per training template over the live tokens. */
export function plansOf(model: DiffusionModel, layout: MethodLayout, tokens: readonly TrainedToken[]): PromptPlan[] {
  const bindings = Object.fromEntries(tokens.map((token) => [token.spec.name, token.bound]));
  return layout.templates.map((template) =>
    planPrompt(template, bindings, model.layers.length, model.tokenizer, model.pooledWidth !== undefined),
  );
}

/** The prompt `{name}` with the token's first vector in it, whatever the cells. */
export function barePrompts(model: DiffusionModel, layout: MethodLayout): Map<string, PlannedPrompt> {
  const names = new Set(layout.pairTerms.flatMap(({ anchor, other }) => [anchor, other]));
  return new Map(
    [...names].map((name) => {
      const text = `{${name}}`;
      const { ids, length, words } = model.tokenizer.encode(text, [text]);
      return [
        name,
        { text, ids, end: length - 1, inserts: [{ position: words[0]!.start, placeholder: name, vector: 0 }] },
      ];
    }),
  );
}

export const trainedLayers = (tokens: readonly TrainedToken[]): number[] =>
  activeLayers(tokens.map((token) => token.spec.cells));

/** A copy of the tokens as they stand, for files, previews and results. */
export const snapshot = (run: RunState): TokenSet => ({
  ...run.origin,
  steps: run.step,
  tokens: run.tokens.map(({ spec, bound }) => ({
    name: spec.name,
    vectors: bound.vectors.map((vector) => vector.slice()),
    cells: spec.cells,
    initialWord: spec.initialWord,
    fallbackWord: spec.fallbackWord,
    ...(spec.classWord === undefined ? {} : { classWord: spec.classWord }),
  })),
  ...(run.weights === undefined ? {} : { weights: differenceOf(run.weights) }),
});
