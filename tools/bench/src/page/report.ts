import type { Spread } from '../statistics.ts';
import type { Measured } from './in-turns.ts';
import type { PageResult } from './result.ts';

const spread = ({ median, min, max }: Spread, digits = 0): string =>
  `${median.toFixed(digits)} (${min.toFixed(digits)}-${max.toFixed(digits)})`;

/** Tables for the README. */
export function formatPage({ statements, rivals, sizes }: PageResult): string {
  const sent = Object.entries(statements).map(
    ([name, { all, transactions }]) => `${name}: ${all} statements in ${transactions} transactions`,
  );
  return [`A page sends: ${sent.join('; ')}`, ...rivals.map(table), `The API's page of a library`, table(sizes)].join(
    '\n\n',
  );
}

function table({ connections, errors, of }: Measured): string {
  const rows = Object.entries(of).map(
    ([name, { perSecond, p99Ms, perSecondRatio }]) =>
      `| ${name} | ${spread(perSecond)} | ${spread(p99Ms)} | ${spread(perSecondRatio, 2)} |`,
  );
  return [
    `${connections} connection(s), ${errors} errors`,
    '| | requests a second | p99, ms | over the first |\n| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
