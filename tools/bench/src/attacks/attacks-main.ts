import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { describeEnvironment } from '../environment.ts';
import { positive, UsageError } from '../options.ts';
import { cacheFile, writeResult } from '../result-file.ts';
import { SERVERS } from '../service/servers.ts';
import type { Order } from './attacker.ts';
import { ATTACKS } from './attacks.ts';
import { watch, type Waited } from './neighbour.ts';
import { openWorld, type World } from './world.ts';

/** How somebody else fares before an attack and under it. */
interface AttackResult {
  readonly name: string;
  readonly what: string;
  readonly idle: Waited;
  readonly under: Waited;
  /** Whether the API was still there afterwards. */
  readonly survived: boolean;
}

const PROGRAM = join(import.meta.dirname, 'attacker.ts');

const USAGE = `Usage: npm run bench -- attacks [options]
  --only <names>     of ${ATTACKS.map(({ name }) => name).join(', ')}, with commas between (default: all)
  --seconds <n>      of each attack (default 20)
  --before <file>    an earlier result, shown beside this one
  --out <file>       where the JSON result goes (default tools/bench/.cache/attacks.json)`;

/** What a neighbour of an attacker waits, attack by attack. Everything is on this machine, so that they share its cores as well. */
export async function measureAttacks(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', default: ATTACKS.map(({ name }) => name).join() },
      seconds: { type: 'string', default: '20' },
      before: { type: 'string' },
      out: { type: 'string', default: cacheFile('attacks.json') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const seconds = positive('seconds', values.seconds);
  const wanted = values.only.split(',');
  const unknown = wanted.find((name) => !ATTACKS.some((attack) => attack.name === name));
  if (unknown !== undefined) throw new UsageError(`There is no attack "${unknown}".\n${USAGE}`);

  const environment = { ...describeEnvironment(), ...SERVERS };
  const results: AttackResult[] = [];
  const world = await openWorld();
  try {
    for (const attack of ATTACKS.filter(({ name }) => wanted.includes(name))) {
      results.push(await measure(world, attack, seconds));
      writeResult(values.out, environment, { seconds, results });
      console.log(line(results.at(-1)!));
    }
  } finally {
    await world.stack.close();
  }
  const before = values.before === undefined ? [] : readResults(values.before);
  console.log(`\n${table(results, before)}\n\nResult: ${values.out}`);
}

async function measure(world: World, attack: (typeof ATTACKS)[number], seconds: number): Promise<AttackResult> {
  const { url } = await world.api();
  await watch(url, world.neighbour, 1_000);
  const idle = await watch(url, world.neighbour, seconds * 1_000);
  const attacker = fork(PROGRAM);
  attacker.send({ name: attack.name, url, means: world.means } satisfies Order);
  // It has begun.
  await delay(1_500);
  const under = await watch(url, world.neighbour, seconds * 1_000);
  attacker.kill('SIGKILL');
  await once(attacker, 'exit');
  const survived = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(60_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
  const { name, what } = attack;
  return { name, what, idle, under, survived };
}

const readResults = (file: string): readonly AttackResult[] =>
  (JSON.parse(readFileSync(file, 'utf8')) as { results: AttackResult[] }).results;

const ratio = ({ idle, under }: AttackResult): string => (under.p99Ms / idle.p99Ms).toFixed(1);
const fate = ({ under, survived }: AttackResult): string =>
  [under.failed > 0 ? `${under.failed} of ${under.requests} failed` : '', survived ? '' : 'the API ended']
    .filter((text) => text !== '')
    .join(', ');
const ms = (value: number): string => `${Math.round(value)}`;

const line = (result: AttackResult): string =>
  `${result.name}: p99 ${ms(result.idle.p99Ms)} ms idle, ${ms(result.under.p99Ms)} ms under it (${ratio(result)}x) ${fate(result)}`;

const cells = (result: AttackResult | undefined): string[] =>
  result === undefined
    ? ['', '', '']
    : [ms(result.idle.p99Ms), `${ms(result.under.p99Ms)} ${fate(result)}`.trim(), ratio(result)];

function table(results: readonly AttackResult[], before: readonly AttackResult[]): string {
  const head = ['attack', 'before: idle p99, ms', 'under it', 'ratio', 'now: idle p99, ms', 'under it', 'ratio'];
  const rows = results.map((result) => [
    `\`${result.name}\`: ${result.what}`,
    ...cells(before.find(({ name }) => name === result.name)),
    ...cells(result),
  ]);
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
