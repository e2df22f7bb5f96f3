export { InversionError, type InversionErrorCode } from './errors.ts';

export type { AttributionMap, CellBlock } from './attribution/schema.ts';
export { inEveryCell } from './attribution/in-every-cell.ts';
export { modelAttributionMap, readAttributionMap, SOURCE_TEXT_MAP } from './attribution/load.ts';
export {
  EFFECTS_FILE,
  modelAttributionEffects,
  type AttributionEffects,
  type CellEffect,
} from './attribution/effects.ts';
export { attributeGrid, INACTIVE, makeGrid, type LayerInfo } from './attribution/cells.ts';
export { checkStageBounds, stageCount, stageOf, unionBounds, type StageBounds } from './attribution/stages.ts';

export { modelWords } from './words/load.ts';
export type { WordLists } from './words/lists.ts';
export { promptOf } from './words/prompts.ts';
export type { Words } from './words/schema.ts';
export { wordVector } from './words/vectors.ts';

export { hasReader, readerPath } from './reader/file.ts';
export {
  READER_DEFAULTS,
  READER_PHASES,
  type ReaderPhase,
  type ReaderTrainingOptions,
} from './reader-training/options.ts';
export { trainReader, type ReaderTraining } from './reader-training/train.ts';

export { defaultMethod } from './methods/default-method.ts';
export type { InversionMethod } from './methods/method.ts';
export { METHODS } from './methods/registry.ts';
export { colorName } from './palette/color-name.ts';

export { InversionBatch } from './run/batch.ts';
export { invert, runInversions } from './run/invert.ts';
export type { InversionOutcome, InversionRequest } from './run/request.ts';
export { minSteps, resolveSettings, settingsSchema, type InversionSettings } from './run/settings.ts';

export type { LearnedToken, TokenSet } from './tokens/token-set.ts';
export { belongsTo, checkFingerprint, identityOf } from './fingerprint.ts';
export { decodeTokenFile, encodeTokenFile, loadTokenFile, saveTokenFile, tokenSetHash } from './files/token-file.ts';
export { EXPORT_WARNING, exportNative, exportPerLayer, exportSingle, type ExportedFile } from './files/export.ts';
export { storedTokens, tokenSetOf } from './files/stored-token.ts';
export { importTokens } from './files/import.ts';

export { compose } from './compose/compose.ts';
export type { Composition } from './recipe/composition.ts';
export type { TokenUse } from './recipe/token-use.ts';
export { drawOwnTokens, drawToken } from './compose/preview.ts';
export { makeRecipe, parseRecipe, RECIPE_KEYWORD, withTokenData, type Recipe } from './recipe/recipe.ts';
export { drawRecipe } from './compose/draw.ts';

export { JUDGE_NAMES, Judges, type BothVerdicts, type JudgeName, type Verdict } from './judges/judges.ts';
export { OBSERVER_NAMES, type Observer, type ObserverName, type Seen } from './judges/observer.ts';
export { openObserver } from './judges/open-observer.ts';
export { loadReference, readReferences, type Reference } from './judges/references.ts';
export { assessPicture, type AssessOptions } from './edge/assess.ts';
export { measureLeaks } from './leak/measure.ts';
export type { Assessment, PictureWarning } from './tokens/assessment.ts';
export type { LeakReport } from './tokens/leak-report.ts';
export { summarizeLeaks } from './tokens/leak-summary.ts';

export { STREAM, uniforms } from './random/draws.ts';
