export { bootstrapMean, type Interval } from './bootstrap.ts';
export { appendJournal, readJournal } from './journal.ts';
export { EVALUATION_SAMPLING } from './sampling.ts';

export { readEvaluationSet, type EvaluationReference, type EvaluationSet } from './evaluation/evaluation-set.ts';
export { MEASURES, ORACLE, parseStudy, readStudy, type Study } from './evaluation/study.ts';
export { protocolHash, resolveVariants } from './evaluation/variant.ts';
export { planStudy, type StudyPlan } from './evaluation/plan.ts';
export { readiness, remainder, studyJobs, tokensFile, type Job } from './evaluation/jobs.ts';
export { Evaluator } from './evaluation/evaluator.ts';
export { Results, type Entry } from './evaluation/entries.ts';
export { readHeldOut, type IsHeldOut } from './evaluation/held-out.ts';
export { summarizeStudy } from './evaluation/summarize.ts';
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
export { compareCalibrations, type Agreement } from './calibration/agreement.ts';
export { againstSourceText, agreementLines, calibrationReport, mapTable } from './calibration/report.ts';
