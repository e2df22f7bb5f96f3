import { parseArgs } from 'node:util';
import { describeEnvironment } from '../environment.ts';
import { positive } from '../options.ts';
import { cacheFile, writeResult } from '../result-file.ts';
import type { Spread } from '../statistics.ts';
import { startsByQueue } from './queue.ts';
import { SERVERS } from './servers.ts';

const USAGE = `Usage: npm run bench -- queue [options]
  --queued <n,n>     runs of another organisation that wait already, case by case, rising (default 0,100,500)
  --starts <n>       inversions that are started in each case, one after the other (default 20)
  --out <file>       where the JSON result goes (default tools/bench/.cache/queue.json)`;

/** How long the API takes to start an inversion, by how many wait already. */
export async function measureQueue(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      queued: { type: 'string', default: '0,100,500' },
      starts: { type: 'string', default: '20' },
      out: { type: 'string', default: cacheFile('queue.json') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const options = {
    queued: values.queued.split(',').map((count) => (count === '0' ? 0 : positive('queued', count))),
    starts: positive('starts', values.starts),
  };
  const results = await startsByQueue(options);
  writeResult(values.out, { ...describeEnvironment(), ...SERVERS }, { ...options, results });
  for (const { queued, startMs, viewerMs } of results)
    console.log(`${queued} queued: an inversion starts in ${ms(startMs)}; who asks is answered in ${ms(viewerMs)}`);
  console.log(`Result: ${values.out}`);
}

const ms = ({ median, min, max }: Spread): string => `${median.toFixed(0)} ms (${min.toFixed(0)}-${max.toFixed(0)})`;
