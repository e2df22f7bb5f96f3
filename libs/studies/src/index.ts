export { appendJournal, readJournal } from './journal.ts';
export { EVALUATION_SAMPLING } from './sampling.ts';

export { readEvaluationSet } from './evaluation/evaluation-set.ts';
export { readStudy, type Study } from './evaluation/study.ts';
export { protocolHash, resolveVariants } from './evaluation/variant.ts';
export { planStudy, type StudyPlan } from './evaluation/plan.ts';
export { readiness, remainder, studyJobs, tokensFile, type Job } from './evaluation/jobs.ts';
export { Evaluator } from './evaluation/evaluator.ts';
export { Results, type Entry } from './evaluation/entries.ts';
export { readHeldOut, type IsHeldOut } from './evaluation/held-out.ts';
export { summarizeStudy } from './evaluation/summarize.ts';
export { summaryTable } from './evaluation/summary-table.ts';
export { sampleCompositions } from './evaluation/sample-compositions.ts';
export type { EvaluationSummary } from './evaluation/summary.ts';

export { measureBinding, type BindingOptions, type BindingResult } from './binding/study.ts';
export { bindingMarkdown, bindingTable, type TableCell } from './binding/table.ts';
export { combinationMarkdown, combinationTable, type CombinationCell } from './binding/combination-table.ts';
export { measureSwaps, type SwapOptions } from './binding/swaps.ts';
export { swapMarkdown, swapTable, type SwapCell } from './binding/swap-table.ts';
export { BASE_ROWS, ROW_NAMES, rowOf } from './binding/rows.ts';
export { KINDS, type Kind } from './binding/transfers.ts';

export {
  calibrate,
  CALIBRATION_DEFAULTS,
  PHASES,
  type CalibrationOptions,
  type Phase,
} from './calibration/calibrate.ts';
export { attributionEffects } from './calibration/to-effects.ts';
export type { Calibration } from './calibration/calibration.ts';
export { compareCalibrations, type Agreement } from './calibration/agreement.ts';
export { againstSourceText, agreementLines, calibrationReport } from './calibration/report.ts';
