export { InversionError, type InversionErrorCode } from './errors.ts';

export { attributionMapSchema, type AttributionMap, type CellBlock } from './attribution/schema.ts';
export { modelAttributionMap, parseAttributionMap, readAttributionMap, SOURCE_TEXT_MAP } from './attribution/load.ts';
export { activeLayers, attributeGrid, INACTIVE, makeGrid, type CellGrid, type LayerInfo } from './attribution/cells.ts';
export { checkStageBounds, stageCount, stageOf, unionBounds, type StageBounds } from './attribution/stages.ts';

export { DEFAULT_WORDS, modelWords } from './words/load.ts';
export { wordsSchema, type Words } from './words/schema.ts';
export { objectWord, type ObjectWord } from './words/object-word.ts';
export { wordVector } from './words/vectors.ts';
export { palette, type PaletteColor } from './palette/palette.ts';

export { METHODS, methodById } from './methods/registry.ts';
export type {
  InversionMethod,
  MethodContext,
  MethodLayout,
  MethodOptions,
  PairTerm,
  TokenSpec,
} from './methods/method.ts';

export { InversionBatch, type BatchOptions } from './run/batch.ts';
export { invert, runInversions } from './run/invert.ts';
export type { CheckpointOptions, InversionOutcome, InversionRequest, ProgressEvent } from './run/request.ts';
export { resolveSettings, settingsSchema, type InversionSettings } from './run/settings.ts';

export type { LearnedToken, TokenSet } from './tokens/token-set.ts';
export { checkFingerprint, type ModelIdentity } from './files/fingerprint.ts';
export { decodeTokenFile, encodeTokenFile, loadTokenFile, saveTokenFile, tokenSetHash } from './files/token-file.ts';
export { EXPORT_WARNING, exportPerLayer, exportSingle, type ExportedFile } from './files/export.ts';
export { storedTokens, tokenSetOf, type StoredToken } from './files/stored-token.ts';
export { importTokens, type ImportOptions } from './files/import.ts';

export { planPrompt, type Binding, type BoundToken, type PlannedPrompt, type PromptPlan } from './plan/plan.ts';
export { atStrength } from './plan/strength.ts';

export { compose, type Composition } from './compose/compose.ts';
export { tokenFor, type TokenUse } from './compose/token-use.ts';
export { drawOwnTokens, drawToken } from './compose/preview.ts';
export {
  compositionOf,
  makeRecipe,
  parseRecipe,
  RECIPE_KEYWORD,
  recipeSchema,
  type Recipe,
  type Sampling,
} from './compose/recipe.ts';
export { drawRecipe } from './compose/draw.ts';
export { encodePlan } from './plan/encode.ts';

export { JUDGE_NAMES, Judges, type BothVerdicts, type JudgeName, type Verdict } from './judges/judges.ts';
export { OBSERVER_NAMES, type Observer, type ObserverName, type Seen, type WordLists } from './judges/observer.ts';
export { openObserver } from './judges/open-observer.ts';
export { promptOf } from './judges/prompts.ts';
export { loadReference, readReferences, type Reference } from './judges/references.ts';
export { measureLeaks, type LeakOptions } from './leak/measure.ts';
export type { LeakReport } from './tokens/leak-report.ts';
export { summarizeLeaks, type LeakCell, type LeakSummary } from './tokens/leak-summary.ts';

export { STREAM, uniforms } from './random/draws.ts';
