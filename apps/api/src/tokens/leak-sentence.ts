import { summarizeLeaks, type LeakReport } from '@facet/inversion/files';

const percent = (share: number): string => `${Math.round(share * 100)}%`;

/** What a report means, for people who see no table. */
export function leakSentence(report: LeakReport): string {
  const { leaks, transfer } = summarizeLeaks(report);
  const own =
    transfer === undefined
      ? 'How well it brings its own attribute was not measured'
      : `It brings its own attribute into ${percent(transfer)} of the pictures${weakness(report)}`;
  if (leaks.length === 0) return `${own}, and nothing else of its picture more often than chance.`;
  const others = leaks.map(({ factor, rate, base }) => `${factor} (${percent(rate)}; ${percent(base)} without it)`);
  return `${own}, and with it comes ${others.join(', ')}.`;
}

/** Of a token that does not hold its own attribute: that it seldom comes, or comes in another color. */
function weakness(report: LeakReport): string {
  const [weak] = summarizeLeaks(report).weak;
  if (weak === undefined) return '';
  const isOff = weak.token === 'color' && report.colorDistance !== undefined && weak.rate >= 0.5;
  return isOff ? `, but its colors are ${Math.round(report.colorDistance!)} CIEDE2000 off` : ', which is seldom';
}
