import type { Attribute } from '@facet/base';
import { bootstrapMean, type Interval } from '../bootstrap.ts';
import type { Results } from './entries.ts';
import type { PlannedTrial } from './plan.ts';
import { shareAs } from './transfer.ts';

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The interval of a list that may be empty. */
export const intervalOf = (values: readonly number[]): Interval | undefined =>
  values.length === 0 ? undefined : bootstrapMean(values);

/** The share of a finished trial's pictures in which the attributes are as wanted. */
export const shareOf = (results: Results, trial: PlannedTrial, ...attributes: readonly Attribute[]): number =>
  shareAs(results.trial(trial.id)!.verdicts, trial.wanted, ...attributes);
