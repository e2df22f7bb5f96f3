import { ATTRIBUTES, type Attribute } from '@facet/base';
import { JUDGE_NAMES } from '@facet/inversion';
import { judgesWhoSee, seenWord } from '@facet/studies/figures';
import { wantedFactors, type DrawnSwap } from './swaps.ts';

/** Share of (picture, attribute, judge) in which the wanted word is seen, for each attribute and all together. */
export function successRates(drawn: readonly DrawnSwap[]): Record<Attribute | 'all', number> {
  const rateOf = (attributes: readonly Attribute[]): number => {
    let right = 0;
    let total = 0;
    for (const { swap, pictures } of drawn)
      for (const { seen } of pictures)
        for (const attribute of attributes) {
          right += judgesWhoSee(seen, attribute, wantedFactors(swap)[attribute]);
          total += JUDGE_NAMES.length;
        }
    return total === 0 ? 0 : right / total;
  };
  const each = ATTRIBUTES.map((attribute) => [attribute, rateOf([attribute])]);
  return { ...(Object.fromEntries(each) as Record<Attribute, number>), all: rateOf(ATTRIBUTES) };
}

/** The table that the terminal shows: wanted words, what is seen per seed (× where it is not as wanted), and the shares. */
export function verdictTable(drawn: readonly DrawnSwap[]): string[] {
  const lines: string[] = [];
  for (const { swap, pictures } of drawn) {
    const wanted = wantedFactors(swap);
    lines.push(
      swap.heading,
      row('', (attribute) => attribute),
    );
    lines.push(row('wanted', (attribute) => wanted[attribute]));
    for (const { seed, seen } of pictures)
      lines.push(
        row(`seed ${seed}`, (attribute) => {
          const isAsWanted = judgesWhoSee(seen, attribute, wanted[attribute]) === JUDGE_NAMES.length;
          return `${seenWord(seen, attribute)}${isAsWanted ? '' : ' ×'}`;
        }),
      );
    lines.push('');
  }
  const rates = successRates(drawn);
  lines.push(row('as wanted', (attribute) => percent(rates[attribute])));
  lines.push(`  together   ${percent(rates.all)} of the verdicts of two classifiers that took no part in the training`);
  return lines;
}

function row(first: string, cell: (attribute: Attribute) => string): string {
  return `  ${first.padEnd(11)}${ATTRIBUTES.map((attribute) => cell(attribute).padEnd(22)).join('')}`.trimEnd();
}

const percent = (rate: number): string => `${Math.round(rate * 100)} %`;
