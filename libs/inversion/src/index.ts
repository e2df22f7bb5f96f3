export { InversionError, type InversionErrorCode } from './errors.ts';

export { attributionMapSchema, type AttributionMap } from './attribution/schema.ts';
export { modelAttributionMap, parseAttributionMap, readAttributionMap, SOURCE_TEXT_MAP } from './attribution/load.ts';
export { activeLayers, attributeGrid, INACTIVE, makeGrid, type CellGrid, type LayerInfo } from './attribution/cells.ts';
export { stageCount, stageOf, unionBounds, type StageBounds } from './attribution/stages.ts';

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

export { compose, tokenFor, type Composition, type TokenUse } from './compose/compose.ts';
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

export { JUDGE_NAMES, Judges, type JudgeName, type Verdict } from './evaluation/judges.ts';
export { measureLeaks, type LeakOptions } from './leak/measure.ts';
export type { LeakReport } from './leak/report.ts';
export { summarizeLeaks, type LeakCell, type LeakSummary } from './leak/summary.ts';
export { bootstrapMean, type Interval } from './evaluation/bootstrap.ts';
export { loadReference, readReferences, type Reference } from './evaluation/references.ts';
export { EVALUATION_SAMPLING } from './evaluation/sampling.ts';

export { readEvaluationSet, type EvaluationReference, type EvaluationSet } from './evaluation/evaluation-set.ts';
export { MEASURES, ORACLE, parseStudy, readStudy, type Study } from './evaluation/study.ts';
export { protocolHash, resolveVariants } from './evaluation/variant.ts';
export { planStudy, type StudyPlan } from './evaluation/plan.ts';
export { readiness, remainder, studyJobs, tokensFile, type Job } from './evaluation/jobs.ts';
export { Evaluator } from './evaluation/evaluator.ts';
export { Results, type Entry } from './evaluation/entries.ts';
export { appendJournal, readJournal } from './evaluation/journal.ts';
export { readHeldOut } from './evaluation/held-out.ts';
export { summarizeStudy, type IsHeldOut } from './evaluation/summarize.ts';
export { summaryTable } from './evaluation/summary-table.ts';
export { sampleCompositions, type SampleComposition } from './evaluation/sample-compositions.ts';
export type { EvaluationSummary, VariantSummary } from './evaluation/summary.ts';

export {
  calibrate,
  CALIBRATION_DEFAULTS,
  PHASES,
  type CalibrationOptions,
  type Phase,
} from './calibration/calibrate.ts';
export type { Calibration, MapFigures } from './calibration/calibration.ts';
export { OBSERVER_NAMES, type ObserverName } from './calibration/observer.ts';
export { compareCalibrations, type Agreement } from './calibration/agreement.ts';
export { againstSourceText, agreementLines, calibrationReport, mapTable } from './calibration/report.ts';
