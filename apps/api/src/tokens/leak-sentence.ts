import { summarizeLeaks, type LeakReport } from '@facet/inversion/files';

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** What a report means, for people who see no table. */
export function leakSentence(report: LeakReport): string {
  const { leaks, weak, transfer } = summarizeLeaks(report);
  const own =
    transfer === undefined
      ? 'How well it brings its own attribute was not measured'
      : `It brings its own attribute into ${percent(transfer)} of the pictures${weak.length > 0 ? ', which is seldom' : ''}`;
  if (leaks.length === 0) return `${own}, and nothing else of its picture more often than chance.`;
  const others = leaks.map(({ factor, rate, base }) => `${factor} (${percent(rate)}; ${percent(base)} without it)`);
  return `${own}, and with it comes ${others.join(', ')}.`;
}
