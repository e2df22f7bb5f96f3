import { parseArgs } from 'node:util';
import { describeEnvironment } from '../environment.ts';
import { positive } from '../options.ts';
import { cacheFile, writeResult } from '../result-file.ts';
import { waitForNeighbour } from './person.ts';
import { SERVERS } from './servers.ts';

const USAGE = `Usage: npm run bench -- person [options]
  --organizations <n>  of the one person (default 6)
  --compositions <n>   that each of them queues (default 2)
  --pictures <n>       of each composition (default 16)
  --asks <n>           pictures that the neighbour asks for, one after the other (default 3)
  --out <file>         where the JSON result goes (default tools/bench/.cache/person.json)`;

/** How long a neighbour waits for a picture while one person's organisations draw many. */
export async function measurePerson(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      organizations: { type: 'string', default: '6' },
      compositions: { type: 'string', default: '2' },
      pictures: { type: 'string', default: '16' },
      asks: { type: 'string', default: '3' },
      out: { type: 'string', default: cacheFile('person.json') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const options = {
    organizations: positive('organizations', values.organizations),
    compositions: positive('compositions', values.compositions),
    pictures: positive('pictures', values.pictures),
    asks: positive('asks', values.asks),
  };
  const result = await waitForNeighbour(options);
  writeResult(values.out, { ...describeEnvironment(), ...SERVERS }, { ...options, ...result });
  const { neighbourSeconds: waits, atWork } = result;
  console.log(
    `The neighbour waits ${waits.median.toFixed(1)} s (${waits.min.toFixed(1)}-${waits.max.toFixed(1)}) for a picture; ` +
      `the person has up to ${atWork} compositions at work. Result: ${values.out}`,
  );
}
