import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { rasterize } from '@facet/drawings';
import { describeEnvironment } from '../environment.ts';
import { positive, UsageError } from '../options.ts';
import { cacheFile, writeResult } from '../result-file.ts';
import type { Spread } from '../statistics.ts';
import { simulateFairness, type FairnessResult, type FairnessVariant } from './fairness.ts';
import { SERVERS } from './servers.ts';
import { variantName, waitingPlot } from './waiting-plot.ts';

/** By what the service does (turns and a cap), and by what it would be without the one, the other, or both. */
const VARIANTS: Readonly<Record<string, FairnessVariant>> = {
  both: { takesTurns: true, isCapped: true },
  turns: { takesTurns: true, isCapped: false },
  cap: { takesTurns: false, isCapped: true },
  neither: { takesTurns: false, isCapped: false },
};

const USAGE = `Usage: npm run bench -- fairness [options]
  --only <names>     of ${Object.keys(VARIANTS).join(', ')}, separated by commas (default: all)
  --many <n>         runs of the one organisation (default 500)
  --others <n>       organisations with one run each (default 20)
  --longest <s>      seconds until the wait for what has not ended ends (default 1800)
  --out <file>       where the JSON result goes, and a plot beside it (default tools/bench/.cache/fairness.json)`;

/** How long organisations wait for each other. */
export async function measureFairness(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', default: Object.keys(VARIANTS).join() },
      many: { type: 'string', default: '500' },
      others: { type: 'string', default: '20' },
      longest: { type: 'string', default: '1800' },
      out: { type: 'string', default: cacheFile('fairness.json') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const options = {
    many: positive('many', values.many),
    others: positive('others', values.others),
    longestSeconds: positive('longest', values.longest),
  };
  const results: FairnessResult[] = [];
  const environment = { ...describeEnvironment(), ...SERVERS };
  for (const name of values.only.split(',')) {
    const variant = VARIANTS[name];
    if (variant === undefined) throw new UsageError(`There is no variant "${name}".\n${USAGE}`);
    results.push(await simulateFairness(variant, options));
    writeResult(values.out, environment, { ...options, results });
    console.log(summary(results.at(-1)!));
  }
  const plot = waitingPlot(results);
  writeFileSync(join(dirname(values.out), 'fairness.svg'), plot);
  writeFileSync(join(dirname(values.out), 'fairness.png'), await rasterize(plot));
  console.log(`Result: ${values.out}`);
}

const seconds = (spread: Spread | null): string =>
  spread === null ? 'none' : `median ${spread.median.toFixed(1)} s, longest ${spread.max.toFixed(1)} s`;

const summary = (result: FairnessResult): string =>
  `${variantName(result)}: the ${result.others}: ${seconds(result.othersSeconds)} (${result.othersEnds.length} ended); ` +
  `the ${result.many}: ${seconds(result.manySeconds)} (${result.manyEnds.length} ended)`;
