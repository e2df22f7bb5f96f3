import { ATTRIBUTES } from '@facet/base';
import type { Results } from './entries.ts';
import { JUDGE_NAMES, type BothVerdicts, type Verdict } from '@facet/inversion';
import type { PlannedVariant } from './plan.ts';
import { sha256 } from '../sha256.ts';

/** A picture of a swap of all four attributes. */
export interface SwapPicture {
  /** The references' files. */
  readonly look: string;
  readonly thing: string;
  /** All seeds drawn together, and the picture's own. */
  readonly seeds: readonly number[];
  readonly seed: number;
  readonly asked: Verdict;
  readonly seen: BothVerdicts;
  /** Right factors, summed over both judges: 0 to 8. */
  readonly right: number;
}

/** A picture to be shown. */
export interface SampleComposition {
  readonly rank: 'best' | 'middle' | 'worst';
  readonly picture: SwapPicture;
}

/** Pictures from each third of the ranking. */
const EACH = 4;

/**
 * Twelve pictures by a rule, not by hand: all swaps of four and all their seeds, ranked by the number of right factors and
 * among equals by a hash; the first four, the four around the middle, the last four. Fewer where there are fewer pictures.
 */
export function sampleCompositions({ pairs }: PlannedVariant, results: Results): SampleComposition[] {
  const ranked = pairs
    .flatMap(({ trials }) => trials)
    .filter(({ measure }) => measure === 'allFour')
    .flatMap((trial): SwapPicture[] => {
      const result = results.trial(trial.id);
      if (result === undefined) return [];
      const [look, thing] = trial.places.color === 'a' ? [trial.a!, trial.b!] : [trial.b!, trial.a!];
      const asked = trial.wanted as Verdict;
      return trial.seeds.map((seed, i) => {
        const seen = { 'judge-a': result.verdicts['judge-a'][i]!, 'judge-b': result.verdicts['judge-b'][i]! };
        const right = JUDGE_NAMES.flatMap((name) =>
          ATTRIBUTES.filter((attribute) => seen[name][attribute] === asked[attribute]),
        ).length;
        return { look, thing, seeds: trial.seeds, seed, asked, seen, right };
      });
    })
    .map((sample) => ({ sample, hash: sha256(`${sample.look} ${sample.thing} ${sample.seed}`) }))
    .sort((x, y) => y.sample.right - x.sample.right || (x.hash < y.hash ? -1 : 1))
    .map(({ sample }) => sample);
  const each = Math.min(EACH, Math.floor(ranked.length / 3));
  const middle = Math.floor((ranked.length - each) / 2);
  return (
    [
      ['best', 0],
      ['middle', middle],
      ['worst', ranked.length - each],
    ] as const
  ).flatMap(([rank, first]) => ranked.slice(first, first + each).map((picture) => ({ rank, picture })));
}
