import type { Interval } from '../bootstrap.ts';
import type { EvaluationSummary } from '../evaluation/summary.ts';

/** What the figures are of, for a note under a title. */
export function described({ study, model, references }: EvaluationSummary): string {
  return `Study “${study}”, model ${model.name} (${model.fingerprint.slice(0, 12)}), ${references} references.`;
}

export const INTERVAL = '95 % bootstrap interval';

/** Two digits, with a true minus and never “−0.00”. */
export function figure(value: number): string {
  const digits = Math.abs(value).toFixed(2);
  return value < 0 && digits !== '0.00' ? `−${digits}` : digits;
}

export const range = ({ low, high }: Interval): string => `${figure(low)} to ${figure(high)}`;

/** `0.91 (0.88 to 0.94)`, as in the tables. */
export const figureWithRange = (interval: Interval): string => `${figure(interval.mean)} (${range(interval)})`;
