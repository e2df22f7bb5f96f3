import { ATTRIBUTES, type Attribute } from '@facet/base';
import { JUDGE_NAMES } from '@facet/inversion';
import { bootstrapMean, type Interval } from '../bootstrap.ts';
import { byAttribute, except } from './by-attribute.ts';
import type { Results } from './entries.ts';
import type { IsHeldOut } from './held-out.ts';
import type { PlannedPair, PlannedReference, PlannedTrial, PlannedVariant, StudyPlan } from './plan.ts';
import type { ByAttribute, UnspecifiedSummary, VariantSummary } from './summary.ts';
import { intervalOf, mean, shareOf } from './shares.ts';
import { summarizeSwaps } from './summarize-swaps.ts';
import type { Trial } from './trials.ts';

/** Shares by what they are about, of one reference or pair. */
type Shares<K extends string> = Readonly<Record<K, number>>;

/** For each variant what is finished of it so far; variants of which no reference is finished are left out. */
export function summarizeStudy(plan: StudyPlan, results: Results, isHeldOut: IsHeldOut): VariantSummary[] {
  const base = plan.base.flatMap(({ id }) => results.trial(id) ?? []);
  if (base.length < plan.base.length) return [];
  const seen = base.flatMap(({ verdicts }) => JUDGE_NAMES.flatMap((name) => verdicts[name]));
  const baseOf = ({ reference }: PlannedReference): Shares<Attribute> =>
    byAttribute((j) => seen.filter((verdict) => verdict[j] === reference[j]).length / seen.length);
  return plan.variants.flatMap((variant) => summarizeVariant(variant, results, baseOf, isHeldOut) ?? []);
}

function summarizeVariant(
  { variant, references, pairs }: PlannedVariant,
  results: Results,
  baseOf: (reference: PlannedReference) => Shares<Attribute>,
  isHeldOut: IsHeldOut,
): VariantSummary | undefined {
  const inversions = variant.inversion ? references.flatMap(({ id }) => results.inversion(id) ?? []) : [];
  const seconds = inversions.flatMap((entry) => entry.seconds ?? []);
  const taken = inversions.flatMap((entry) => entry.steps ?? []);
  const alone = references.flatMap((reference) => {
    const matrix = matrixOf(reference.trials, 'unspecified', results);
    return matrix === undefined ? [] : [{ reference, ...aloneShares(matrix, baseOf(reference)) }];
  });
  if (alone.length === 0) return undefined;
  const differences = (heldOut: boolean): Interval | undefined =>
    intervalOf(
      alone.flatMap(({ reference, difference }) => (reference.reference.heldOut === heldOut ? [difference] : [])),
    );
  return {
    name: variant.name,
    method: variant.method,
    settings: variant.given,
    steps: variant.inversion?.settings.steps ?? 0,
    stepsTaken: variant.inversion?.settings.stop === 'flat' ? intervalOf(taken) : undefined,
    batchSize: variant.inversion?.settings.batchSize ?? 0,
    diverged: inversions.length - seconds.length,
    secondsPerInversion: intervalOf(seconds),
    unspecified: unspecifiedSummary(alone),
    overridden: overriddenSummary(references, results),
    swaps: summarizeSwaps(pairs.filter(isComplete(results)), results, isHeldOut),
    reconstruction: reconstructionSummary(references, results),
    override: overrideSummary(references, results),
    heldOut: { heldOut: differences(true), seen: differences(false) },
  };
}

const isComplete =
  (results: Results) =>
  ({ trials }: PlannedPair): boolean =>
    trials.every(({ id }) => results.trial(id));

/** The finished trials of a measure, or undefined while one is missing. */
function finished(trials: readonly PlannedTrial[], measure: Trial['measure'], results: Results) {
  const wanted = trials.filter((trial) => trial.measure === measure);
  return wanted.length > 0 && wanted.every(({ id }) => results.trial(id)) ? wanted : undefined;
}

type Matrix = Readonly<Record<Attribute, Shares<Attribute>>>;

/** `[injected token][factor]` */
function matrixOf(
  trials: readonly PlannedTrial[],
  measure: 'unspecified' | 'overridden',
  results: Results,
): Matrix | undefined {
  const done = finished(trials, measure, results);
  return (
    done &&
    byAttribute((i) => {
      const trial = done.find(({ attributes }) => attributes[0] === i)!;
      return byAttribute((j) => shareOf(results, trial, j));
    })
  );
}

interface Alone {
  readonly matrix: Matrix;
  readonly base: Shares<Attribute>;
  readonly leakageOf: Shares<Attribute>;
  readonly transfer: number;
  readonly leakage: number;
  readonly difference: number;
}

/** One reference's transfer, and leakage in excess of what the model draws unasked. */
function aloneShares(matrix: Matrix, base: Shares<Attribute>): Alone {
  const leakageOf = byAttribute((i) => mean(except(i).map((j) => matrix[i][j] - base[j])));
  const transfer = mean(ATTRIBUTES.map((i) => matrix[i][i]));
  const leakage = mean(ATTRIBUTES.map((i) => leakageOf[i]));
  return { matrix, base, leakageOf, transfer, leakage, difference: transfer - leakage };
}

const columns = (rows: readonly Shares<Attribute>[]): ByAttribute =>
  byAttribute((attribute) => bootstrapMean(rows.map((row) => row[attribute])));

const matrixIntervals = (matrices: readonly Matrix[]): Readonly<Record<Attribute, ByAttribute>> =>
  byAttribute((i) => columns(matrices.map((matrix) => matrix[i])));

const unspecifiedSummary = (alone: readonly Alone[]): UnspecifiedSummary => ({
  matrix: matrixIntervals(alone.map(({ matrix }) => matrix)),
  base: columns(alone.map(({ base }) => base)),
  leakageOf: columns(alone.map(({ leakageOf }) => leakageOf)),
  transfer: bootstrapMean(alone.map(({ transfer }) => transfer)),
  leakage: bootstrapMean(alone.map(({ leakage }) => leakage)),
  difference: bootstrapMean(alone.map(({ difference }) => difference)),
});

function overriddenSummary(references: readonly PlannedReference[], results: Results): VariantSummary['overridden'] {
  const matrices = references.flatMap(({ trials }) => matrixOf(trials, 'overridden', results) ?? []);
  if (matrices.length === 0) return undefined;
  return {
    matrix: matrixIntervals(matrices),
    transfer: bootstrapMean(matrices.map((matrix) => mean(ATTRIBUTES.map((i) => matrix[i][i])))),
    obedience: bootstrapMean(
      matrices.map((matrix) => mean(ATTRIBUTES.flatMap((i) => except(i).map((j) => matrix[i][j])))),
    ),
  };
}

function reconstructionSummary(
  references: readonly PlannedReference[],
  results: Results,
): VariantSummary['reconstruction'] {
  const trials = references.flatMap(({ trials }) => finished(trials, 'reconstruction', results) ?? []);
  if (trials.length === 0) return undefined;
  return {
    attributes: columns(trials.map((trial) => byAttribute((j) => shareOf(results, trial, j)))),
    all: bootstrapMean(trials.map((trial) => shareOf(results, trial, ...ATTRIBUTES))),
  };
}

function overrideSummary(references: readonly PlannedReference[], results: Results): VariantSummary['override'] {
  const sets = references.flatMap(({ trials }) => {
    const done = finished(trials, 'override', results);
    return done === undefined ? [] : [done];
  });
  if (sets.length === 0) return undefined;
  const over = (value: (trial: PlannedTrial, replaced: Attribute) => number): Interval =>
    bootstrapMean(sets.map((trials) => mean(trials.map((trial) => value(trial, trial.attributes[0]!)))));
  return {
    followed: over((trial, replaced) => shareOf(results, trial, replaced)),
    kept: over((trial, replaced) => mean(except(replaced).map((j) => shareOf(results, trial, j)))),
  };
}
