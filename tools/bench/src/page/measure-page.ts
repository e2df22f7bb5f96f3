import { parseArgs } from 'node:util';
import { connect } from '@facet/db';
import { startStack, type Stack } from '@facet/stack';
import { Client } from 'pg';
import { describeEnvironment, pinnedVersion } from '../environment.ts';
import { positive } from '../options.ts';
import { cacheFile, writeResult } from '../result-file.ts';
import { load } from '../service/load.ts';
import { signUp } from '../service/people.ts';
import { fillLibraries } from '../service/seed.ts';
import { SERVERS } from '../service/servers.ts';
import type { Tenant } from '../service/tenant.ts';
import { countStatements } from './count-statements.ts';
import { measureInTurns, type Measured } from './in-turns.ts';
import { formatPage } from './report.ts';
import type { PageResult } from './result.ts';
import { RIVALS } from './rivals.ts';
import { answerOf, isSameJson, isSameList } from './same-page.ts';

const USAGE = `Usage: npm run bench -- page [options]
  --rounds <n>   turns of each server (default 5)
  --out <file>   where the JSON result goes (default tools/bench/.cache/page.json)`;

const LARGE = 1_000;
/** The API lets nobody have more than their share of it; who asks takes turns, for all servers. */
const PEOPLE = 10;

/** One turn takes about as long, whatever the number of connections. */
const TURNS = [
  { connections: 1, requests: 100 },
  { connections: 10, requests: 400 },
  { connections: 200, requests: 600 },
] as const;

/** A page of 50 tokens by the API, by what is written by hand for the same JSON, and by PostGraphile, all on this machine. */
export async function measurePage(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '5' },
      out: { type: 'string', default: cacheFile('page.json') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const rounds = positive('rounds', values.rounds);
  const stack = await startStack({ environment: { FACET_INTROSPECTION: 'false' } });
  try {
    const result = await compare(stack, rounds);
    const environment = { ...describeEnvironment(), ...SERVERS, ...LIBRARIES };
    writeResult(values.out, environment, result);
    console.log(formatPage(result));
    console.log(`Result: ${values.out}`);
  } finally {
    await stack.close();
  }
}

async function compare(stack: Stack, rounds: number): Promise<PageResult> {
  const { tenants, large } = await fill(stack);
  const [first] = tenants;
  const statements = await countStatements(stack, first!);
  const servers = await Promise.all(
    RIVALS.map(async ({ name, start, target }) => {
      const { url, stop } = await start(stack, stack);
      stack.defer(stop);
      return {
        name,
        targets: tenants.map((of) => target(url, of.person, of.library)),
        large: target(url, first!.person, large),
      };
    }),
  );
  const [api, byHand, postgraphile] = await Promise.all(servers.map(({ targets }) => answerOf(targets[0]!)));
  if (!isSameJson(api!.page, byHand!.page))
    throw new Error('What is written by hand does not answer with the same JSON.');
  if (!isSameList(api!.page, postgraphile!.page)) throw new Error('PostGraphile answers with other tokens.');

  const targets = Object.fromEntries(servers.map((server) => [server.name, server.targets]));
  for (const each of Object.values(targets)) await load(each, { connections: 10, requests: 500 });
  const rivals: Measured[] = [];
  for (const turn of TURNS) {
    rivals.push(await measureInTurns(targets, turn, rounds));
    console.error(`${turn.connections} connection(s): measured`);
  }
  const [small, ofLarge] = [servers[0]!.targets[0]!, servers[0]!.large];
  const sizes = await measureInTurns({ 'of 50': [small], [`of ${LARGE}`]: [ofLarge] }, TURNS[1], rounds);
  const bytes = Object.fromEntries(servers.map(({ name }, i) => [name, [api, byHand, postgraphile][i]!.bytes]));
  return { rounds, statements, bytes, rivals, sizes };
}

async function fill(stack: Stack): Promise<{ tenants: readonly Tenant[]; large: Tenant['library'] }> {
  const api = await stack.startApi();
  const database = await connect(stack.appUrl);
  const admin = new Client({ connectionString: stack.adminUrl });
  await admin.connect();
  try {
    const tenants: Tenant[] = [];
    for (let i = 0; i < PEOPLE; i++) {
      const person = await signUp(api.url);
      tenants.push({ person, library: await fillLibraries(database, person, { libraries: 4, tokens: 50 }) });
    }
    const large = await fillLibraries(database, tenants[0]!.person, { libraries: 1, tokens: LARGE, name: 'large' });
    await admin.query('vacuum analyze');
    return { tenants, large };
  } finally {
    await Promise.all([api.stop(), database.close(), admin.end()]);
  }
}

const LIBRARIES = {
  apollo: pinnedVersion('apps/api', '@apollo/server'),
  fastify: pinnedVersion('apps/api', 'fastify'),
  pg: pinnedVersion('tools/bench', 'pg'),
  postgraphile: pinnedVersion('tools/bench/postgraphile', 'postgraphile'),
};
