import { startServer } from '@facet/stack';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spreadOf, type Spread } from '../statistics.ts';
import { inTurns } from '../turns.ts';
import { load, type LoadResult } from './load.ts';
import { OPERATIONS, targetOf, type OperationName } from './operations.ts';
import { statementsIn } from './replay.ts';
import type { World } from './world.ts';

export interface AgainstPlain {
  readonly operation: OperationName;
  readonly statements: number;
  readonly transactions: number;
  readonly connections: number;
  /** Time for an answer, the API's over the plain server's. */
  readonly timeRatio: Spread;
  readonly medianLatencyRatio: Spread;
  readonly api: { readonly perSecond: Spread; readonly p50Ms: Spread; readonly p99Ms: Spread };
  readonly plain: { readonly perSecond: Spread; readonly p50Ms: Spread; readonly p99Ms: Spread };
  readonly errors: number;
}

const REQUESTS = 100;

/** Each operation by the API, and its recorded statements by plain Fastify and pg, in turns. */
export async function compareWithPlain(world: World, rounds: number): Promise<AgainstPlain[]> {
  const { api, tenants, recordings } = world;
  const { person, library } = tenants[0]!;
  const plain = await startPlain(world);
  try {
    const results: AgainstPlain[] = [];
    for (const operation of OPERATIONS)
      for (const connections of [1, 10]) {
        const options = { connections, requests: REQUESTS };
        const targets = {
          api: targetOf(api.url, operation, person, library),
          plain: { url: `${plain.url}/${operation.name}` },
        };
        const warmUp = { connections, requests: 20 };
        await load([targets.api], warmUp);
        await load([targets.plain], warmUp);
        const pairs = await inTurns(
          rounds,
          () => load([targets.api], options),
          () => load([targets.plain], options),
        );
        const recording = recordings[operation.name];
        results.push({
          operation: operation.name,
          statements: statementsIn(recording),
          transactions: recording.transactions.length,
          connections,
          timeRatio: spreadOf(pairs.map(({ first, second }) => second.perSecond / first.perSecond)),
          medianLatencyRatio: spreadOf(pairs.map(({ first, second }) => first.latencyMs.p50 / second.latencyMs.p50)),
          api: summary(pairs.map(({ first }) => first)),
          plain: summary(pairs.map(({ second }) => second)),
          errors: pairs.reduce((sum, { first, second }) => sum + first.errors + second.errors, 0),
        });
        console.error(`${operation.name}, ${connections} connection(s): measured`);
      }
    return results;
  } finally {
    await plain.stop();
  }
}

function startPlain({ stack, recordings }: World) {
  const file = join(stack.folder, 'recordings.json');
  writeFileSync(file, JSON.stringify(recordings));
  return startServer('plain', 'tools/bench/src/service/plain-server.ts', {
    APP_URL: stack.appUrl,
    OPS_URL: stack.opsUrl,
    RECORDINGS: file,
  });
}

const summary = (results: readonly LoadResult[]) => ({
  perSecond: spreadOf(results.map(({ perSecond }) => perSecond)),
  p50Ms: spreadOf(results.map(({ latencyMs }) => latencyMs.p50)),
  p99Ms: spreadOf(results.map(({ latencyMs }) => latencyMs.p99)),
});
