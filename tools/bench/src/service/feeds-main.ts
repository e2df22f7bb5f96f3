import { parseArgs } from 'node:util';
import { describeEnvironment } from '../environment.ts';
import { positive } from '../options.ts';
import { cacheFile, writeResult } from '../result-file.ts';
import { countStatements } from './feeds.ts';
import { SERVERS } from './servers.ts';

const USAGE = `Usage: npm run bench -- feeds [options]
  --readers <n,n>    sockets that follow one organisation, case by case, rising (default 1,10,200)
  --members <n>      people whose sockets they are (default 20)
  --changes <n>      of one library, in each case (default 20)
  --out <file>       where the JSON result goes (default tools/bench/.cache/feeds.json)`;

/** What it costs to tell the members of an organisation of a change. */
export async function measureFeeds(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      readers: { type: 'string', default: '1,10,200' },
      members: { type: 'string', default: '20' },
      changes: { type: 'string', default: '20' },
      out: { type: 'string', default: cacheFile('feeds.json') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const options = {
    readers: values.readers.split(',').map((count) => positive('readers', count)),
    members: positive('members', values.members),
    changes: positive('changes', values.changes),
  };
  const results = await countStatements(options);
  writeResult(values.out, { ...describeEnvironment(), ...SERVERS }, { ...options, results });
  for (const { readers, statements, lastMs } of results)
    console.log(
      `${readers} readers: ${statements.median} statements (${statements.min}-${statements.max}) a change, ` +
        `the last one is told after ${lastMs.median.toFixed(0)} ms (${lastMs.min.toFixed(0)}-${lastMs.max.toFixed(0)})`,
    );
  console.log(`Result: ${values.out}`);
}
