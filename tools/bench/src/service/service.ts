import { parseArgs } from 'node:util';
import { describeEnvironment, pinnedVersion } from '../environment.ts';
import { positive, UsageError } from '../options.ts';
import { cacheFile, writeResult } from '../result-file.ts';
import { measureFanOut } from './fan-out.ts';
import { measureManyClients } from './many-clients.ts';
import { formatService } from './report.ts';
import type { ServiceResult } from './result.ts';
import { SERVERS } from './servers.ts';
import { compareRowSecurity } from './row-security.ts';
import { openWorld, SIZE } from './world.ts';

const CASES = ['row-security', 'clients', 'fan-out'] as const;

const USAGE = `Usage: npm run bench -- service [options]
  --only <names>     of ${CASES.join(', ')}, separated by commas (default: all)
  --rounds <n>       turns of each side of a ratio (default 5)
  --requests <n>     of the 200 clients together (default 4000)
  --sockets <n>      subscribers of one run (default 1000)
  --out <file>       where the JSON result goes (default tools/bench/.cache/service.json)`;

/** Measures the API with real servers, all on this machine: what is measured shares its cores with what asks. */
export async function measureService(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', default: CASES.join() },
      rounds: { type: 'string', default: '5' },
      requests: { type: 'string', default: '4000' },
      sockets: { type: 'string', default: '1000' },
      out: { type: 'string', default: cacheFile('service.json') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const [rounds, requests, sockets] = (['rounds', 'requests', 'sockets'] as const).map((name) =>
    positive(name, values[name]),
  ) as [number, number, number];
  const wanted = values.only.split(',');
  const unknown = wanted.find((name) => !CASES.some((each) => each === name));
  if (unknown !== undefined) throw new UsageError(`There is no case "${unknown}"; there are ${CASES.join(', ')}.`);

  const environment = { ...describeEnvironment(), ...SERVERS, ...LIBRARIES, data: SIZE };
  const result: { -readonly [Case in keyof ServiceResult]: ServiceResult[Case] } = {};
  const keep = (): void => writeResult(values.out, environment, { rounds, ...result });
  const world = await openWorld();
  try {
    // First, because later cases change one of the two databases.
    if (wanted.includes('row-security')) result.rowSecurity = await compareRowSecurity(world, rounds);
    keep();
    if (wanted.includes('clients')) result.clients = await measureManyClients(world, requests);
    keep();
    if (wanted.includes('fan-out')) result.fanOut = await measureFanOut(world, sockets, 5);
    keep();
  } finally {
    await world.stack.close();
  }
  console.log(formatService(result));
  console.log(`Result: ${values.out}`);
}

const LIBRARIES = {
  apollo: pinnedVersion('apps/api', '@apollo/server'),
  fastify: pinnedVersion('apps/api', 'fastify'),
  pg: pinnedVersion('tools/bench', 'pg'),
};
