import { join } from 'node:path';
import type { EvaluationReference } from './evaluation-set.ts';
import type { Results } from './entries.ts';
import type { PlannedReference, PlannedTrial, PlannedVariant, StudyPlan } from './plan.ts';
import { EVALUATION_SAMPLING } from '../sampling.ts';
import type { Injection, ResolvedVariant } from './variant.ts';

/** A piece of work for one process; plain data, so that it can be sent. */
export type Job = InversionJob | TrialsJob;

interface JobCommon {
  /** Place of the reference (of a pair's second one) in the study; -1 for base trials. */
  readonly at: number;
  /** Effort in runs of the U-Net, for estimates. */
  readonly cost: number;
}

export interface InversionJob extends JobCommon {
  readonly type: 'inversion';
  readonly id: string;
  readonly variant: ResolvedVariant;
  readonly reference: EvaluationReference;
  /** Where the tokens go, under the study's folder. */
  readonly tokens: string;
}

/** Trials with the same sources. */
export interface TrialsJob extends JobCommon {
  readonly type: 'trials';
  /** Name of the variant; undefined for base trials. */
  readonly variant: string | undefined;
  readonly sources: Partial<Readonly<Record<'a' | 'b', TrialSource>>>;
  readonly trials: readonly PlannedTrial[];
}

export interface TrialSource {
  readonly reference: EvaluationReference;
  /** Id and tokens of the inversion that must be finished; undefined for the oracle. */
  readonly inversion: { readonly id: string; readonly tokens: string } | undefined;
  readonly injectInto: Injection;
}

/** A sample's gradient takes about as long as this many runs of the U-Net. */
const GRADIENT_COST = 3;

/** The token file of an inversion, under the study's folder. Named by the id: variants that do the same share it. */
export const tokensFile = (method: string, { file }: EvaluationReference, id: string): string =>
  join('tokens', method, `${file.replace(/\.png$/, '')}-${id.slice(0, 12)}.safetensors`);

const trialCost = ({ seeds }: PlannedTrial): number =>
  // With guidance, a step runs the U-Net twice.
  seeds.length * EVALUATION_SAMPLING.steps * 2;

/** All jobs of a study, reference by reference, so that a study that is stopped has whole references. */
export function studyJobs(plan: StudyPlan): Job[] {
  const count = Math.max(...plan.variants.map(({ references }) => references.length));
  return [
    ...plan.base.map((trial) => trialsJob(-1, undefined, {}, [trial])),
    ...Array.from({ length: count }, (_, at) => [
      ...plan.variants.flatMap((variant) => inversionJob(variant, at)),
      ...plan.variants.flatMap((variant) => trialsJobs(variant, at)),
    ]).flat(),
  ];
}

function inversionJob({ variant, references }: PlannedVariant, at: number): InversionJob[] {
  const planned = references[at];
  if (planned === undefined || variant.inversion === undefined) return [];
  const { id, reference } = planned;
  const { steps, batchSize } = variant.inversion.settings;
  const tokens = tokensFile(variant.method, reference, id);
  return [{ type: 'inversion', at, cost: steps * batchSize * GRADIENT_COST, id, variant, reference, tokens }];
}

function trialsJobs({ variant, references, pairs }: PlannedVariant, at: number): TrialsJob[] {
  const source = ({ reference, id }: PlannedReference): TrialSource => ({
    reference,
    inversion: variant.inversion && { id, tokens: tokensFile(variant.method, reference, id) },
    injectInto: variant.injectInto,
  });
  const alone = references[at];
  const pair = pairs.find(({ b }) => b === alone);
  return [
    ...(alone === undefined ? [] : [trialsJob(at, variant.name, { a: source(alone) }, alone.trials)]),
    ...(pair === undefined ? [] : [trialsJob(at, variant.name, { a: source(pair.a), b: source(pair.b) }, pair.trials)]),
  ];
}

const trialsJob = (
  at: number,
  variant: string | undefined,
  sources: TrialsJob['sources'],
  trials: readonly PlannedTrial[],
): TrialsJob => ({
  type: 'trials',
  at,
  cost: trials.reduce((sum, trial) => sum + trialCost(trial), 0),
  variant,
  sources,
  trials,
});

/** What of a job is not in the journal yet, or undefined. Variants that do the same have each other's results. */
export function remainder(job: Job, results: Results): Job | undefined {
  if (job.type === 'inversion') return results.inversion(job.id) ? undefined : job;
  const trials = job.trials.filter(({ id }) => results.trial(id) === undefined);
  if (trials.length === 0) return undefined;
  return trialsJob(job.at, job.variant, job.sources, trials);
}

export type Readiness = 'ready' | 'waiting' | 'impossible';

/** Whether a job's inversions are there; trials of an inversion that diverged are impossible. */
export function readiness(job: Job, results: Results): Readiness {
  if (job.type === 'inversion') return 'ready';
  const inversions = Object.values(job.sources).flatMap(({ inversion }) =>
    inversion ? [results.inversion(inversion.id)] : [],
  );
  if (inversions.some((entry) => entry !== undefined && entry.seconds === undefined)) return 'impossible';
  return inversions.every((entry) => entry !== undefined) ? 'ready' : 'waiting';
}
