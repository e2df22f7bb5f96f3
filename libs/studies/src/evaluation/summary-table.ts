import { ATTRIBUTES } from '@facet/base';
import type { Interval } from '../bootstrap.ts';
import type { EvaluationSummary, VariantSummary } from './summary.ts';
import { markdownTable } from '../markdown-table.ts';

const shown = (interval: Interval | undefined, digits = 2): string =>
  interval === undefined
    ? ''
    : `${interval.mean.toFixed(digits)} (${interval.low.toFixed(digits)} to ${interval.high.toFixed(digits)})`;

type Columns = Readonly<Record<string, (variant: VariantSummary) => string>>;

const OVERVIEW: Columns = {
  variant: ({ name, diverged }) => (diverged === 0 ? name : `${name} (${diverged} diverged)`),
  'steps x batch': ({ steps, stepsTaken, batchSize }) => {
    if (steps === 0) return '';
    return stepsTaken === undefined
      ? `${steps} x ${batchSize}`
      : `${stepsTaken.mean.toFixed(0)} of ${steps} x ${batchSize}`;
  },
  'seconds per inversion': ({ secondsPerInversion }) => shown(secondsPerInversion, 1),
  references: ({ unspecified }) => String(unspecified.transfer.n),
  transfer: ({ unspecified }) => shown(unspecified.transfer),
  'excess leakage': ({ unspecified }) => shown(unspecified.leakage),
  'transfer minus leakage': ({ unspecified }) => shown(unspecified.difference),
  'the same, held out': ({ heldOut }) => shown(heldOut.heldOut),
  'the same, seen': ({ heldOut }) => shown(heldOut.seen),
  'transfer, others named': ({ overridden }) => shown(overridden?.transfer),
  obedience: ({ overridden }) => shown(overridden?.obedience),
};

const PICTURES: Columns = {
  variant: ({ name }) => name,
  'swap of two attributes': ({ swaps }) => shown(swaps?.both),
  'swap of all four': ({ swaps }) => shown(swaps?.allFour),
  'the same, held out': ({ swaps }) => shown(swaps?.heldOut),
  'the same, seen': ({ swaps }) => shown(swaps?.seen),
  'reconstruction, all four': ({ reconstruction }) => shown(reconstruction?.all),
  'override followed': ({ override }) => shown(override?.followed),
  'override, the rest kept': ({ override }) => shown(override?.kept),
};

const BY_ATTRIBUTE: Columns = {
  variant: ({ name }) => name,
  ...Object.fromEntries(
    ATTRIBUTES.flatMap((i): [string, Columns[string]][] => [
      [`${i}: transfer`, ({ unspecified }) => shown(unspecified.matrix[i][i])],
      [`${i}: excess leakage`, ({ unspecified }) => shown(unspecified.leakageOf[i])],
    ]),
  ),
};

const table = (columns: Columns, variants: readonly VariantSummary[]): string =>
  markdownTable(
    Object.keys(columns),
    variants.map((variant) => Object.values(columns).map((cell) => cell(variant))),
  );

/** `evaluation.md`: the summary as Markdown tables, means with their 95 % intervals. */
export function summaryTable({ study, model, references, pairs, sampling, variants }: EvaluationSummary): string {
  return `# Evaluation: ${study}

Model ${model.name} (${model.fingerprint.slice(0, 12)}), ${references} references, ${pairs} pairs; sampling ${JSON.stringify(sampling)}.
Means over references (over pairs for swaps) and over both judges, with 95 % bootstrap intervals.

## Tokens alone, and beside words for the other attributes

${table(OVERVIEW, variants)}

## Tokens together

${table(PICTURES, variants)}

## Tokens alone, by attribute

${table(BY_ATTRIBUTE, variants)}
`;
}
