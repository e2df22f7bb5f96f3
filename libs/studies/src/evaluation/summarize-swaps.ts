import { ATTRIBUTES } from '@facet/base';
import { bootstrapMean } from '../bootstrap.ts';
import type { Results } from './entries.ts';
import type { PlannedPair, PlannedTrial } from './plan.ts';
import type { IsHeldOut } from './held-out.ts';
import { intervalOf, mean, shareOf } from './shares.ts';
import type { VariantSummary } from './summary.ts';

/** Figures of finished pairs. A pair is the independent unit: its swaps share their references. */
export function summarizeSwaps(
  pairs: readonly PlannedPair[],
  results: Results,
  isHeldOut: IsHeldOut,
): VariantSummary['swaps'] {
  if (pairs.length === 0) return undefined;
  /** The mean success of those trials of each pair that `isMeant`; pairs without any say nothing. */
  const perPair = (isMeant: (trial: PlannedTrial) => boolean): number[] =>
    pairs.flatMap(({ trials }) => {
      const meant = trials.filter(isMeant);
      return meant.length === 0 ? [] : [mean(meant.map((trial) => shareOf(results, trial, ...trial.attributes)))];
    });
  return {
    both: bootstrapMean(perPair(({ measure }) => measure === 'both')),
    byAttributes: Object.fromEntries(
      attributePairs().map(([i, j]) => [
        `${i}+${j}`,
        bootstrapMean(
          perPair(({ measure, attributes }) => measure === 'both' && attributes.includes(i) && attributes.includes(j)),
        ),
      ]),
    ),
    allFour: bootstrapMean(perPair(isAllFour)),
    heldOut: intervalOf(perPair((trial) => isAllFour(trial) && isHeldOut(trial.wanted))),
    seen: intervalOf(perPair((trial) => isAllFour(trial) && !isHeldOut(trial.wanted))),
  };
}

const isAllFour = ({ measure }: PlannedTrial): boolean => measure === 'allFour';

const attributePairs = () => ATTRIBUTES.flatMap((i, at) => ATTRIBUTES.slice(at + 1).map((j) => [i, j] as const));
