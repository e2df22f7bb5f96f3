import { ATTRIBUTES } from '../attributes.ts';
import { bootstrapMean, type Interval } from './bootstrap.ts';
import { scoreSwap, type SwapResult, type SwapScore } from './swaps.ts';

/** The measures of a swap, in the order of the table. */
const MEASURES: Readonly<Record<string, (score: SwapScore) => number>> = {
  'all four': (score) => score.all,
  'color and style': (score) => score.look,
  'object and layout': (score) => score.thing,
  ...Object.fromEntries(ATTRIBUTES.map((attribute) => [attribute, (score: SwapScore) => score.attributes[attribute]])),
};

/** A pair is the independent unit: its two directions share their references. */
const pairOf = ({ swap }: SwapResult): string => swap.split('|').sort().join('|');

/** For each measure the mean over pairs with its bootstrap interval. */
export function summarizeSwaps(results: readonly SwapResult[]): Record<string, Interval> {
  const pairs = new Map<string, SwapScore[]>();
  for (const result of results) pairs.set(pairOf(result), [...(pairs.get(pairOf(result)) ?? []), scoreSwap(result)]);
  return Object.fromEntries(
    Object.entries(MEASURES).map(([name, measure]) => {
      const perPair = [...pairs.values()].map(
        (scores) => scores.reduce((sum, score) => sum + measure(score), 0) / scores.length,
      );
      return [name, bootstrapMean(perPair)];
    }),
  );
}

const shown = ({ mean, low, high }: Interval): string => `${mean.toFixed(2)} (${low.toFixed(2)}-${high.toFixed(2)})`;

/** A Markdown table, one row per method. */
export function swapTable(byMethod: ReadonlyMap<string, readonly SwapResult[]>): string {
  const measures = Object.keys(MEASURES);
  const rows = [...byMethod].map(([method, results]) => {
    const summary = summarizeSwaps(results);
    const cells = measures.map((name) => shown(summary[name]!));
    return `| ${[method, String(summary['all four']!.n), ...cells].join(' | ')} |`;
  });
  return [
    `| ${['method', 'pairs', ...measures].join(' | ')} |`,
    `|${' --- |'.repeat(measures.length + 2)}`,
    ...rows,
  ].join('\n');
}
