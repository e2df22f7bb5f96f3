import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { connect, createApiKey, TypedDocumentString, type Client } from '@facet/client';
import { claimRun, reportInversion } from '@facet/db';
import { WebSocket } from 'ws';
import { spreadOf, type Spread } from '../statistics.ts';
import { globalId } from './people.ts';
import { makeImage, queueInversions } from './queue-inversions.ts';
import type { World } from './world.ts';

export interface FanOutResult {
  readonly subscribers: number;
  readonly events: number;
  /** From the report of a step to the database until the last subscriber has it. */
  readonly lastMs: Spread;
  readonly firstMs: Spread;
  /** Subscribers that never saw the state of an event. */
  readonly lost: number;
  /** Resident memory of the API's process. */
  readonly memoryBytes: { readonly before: number; readonly subscribed: number; readonly after: number };
}

const KEYS = 10;
const LONGEST_MS = 120_000;

const WATCH = new TypedDocumentString<{ inversionProgress: { done: number } }, { id: string }>(
  'subscription Watch($id: ID!) { inversionProgress(inversionId: $id) { id status done total losses { total } } }',
);

/** One run that many watch, each on a socket of their own: with some API keys, since the API looks up who asks at every event. */
export async function measureFanOut(
  { api, database, tenants }: World,
  subscribers: number,
  events: number,
): Promise<FanOutResult> {
  const { person, library } = tenants[0]!;
  const imageId = await makeImage(database, person);
  const [inversionId] = await queueInversions(database, person, { ...library, imageId }, 1);
  const inside = <R>(use: Parameters<typeof database.withOrganization<R>>[1]): Promise<R> =>
    database.withOrganization(person.organizationId, use);
  await inside((t) => claimRun(t, 'inversion', inversionId!));

  const owner = connect({ url: api.url, credentials: { cookie: person.cookie } });
  const keys: string[] = [];
  for (let i = 0; i < KEYS; i++) keys.push(await createApiKey(owner, { name: 'key', scopes: ['READ'] }));
  const before = residentBytes(api.pid);
  const seen = Array.from({ length: subscribers }, () => -1);
  const failures: unknown[] = [];
  const clients: Client[] = seen.map((_, i) =>
    connect({ url: api.url, credentials: { apiKey: keys[i % KEYS]! }, WebSocket, reconnectAttempts: 0 }),
  );
  const id = globalId('Inversion', inversionId!);
  const watch = async (client: Client, i: number): Promise<void> => {
    for await (const { inversionProgress } of client.subscribe(WATCH, { id })) seen[i] = inversionProgress.done;
  };
  try {
    for (const [i, client] of clients.entries()) {
      watch(client, i).catch((error: unknown) => failures.push(error));
      // Opening sockets is not what is measured; a few at a time are enough.
      if (i % 50 === 49) await until(() => seen.slice(0, i + 1).every((done) => done >= 0), failures);
    }
    await until(() => seen.every((done) => done >= 0), failures);
    const subscribed = residentBytes(api.pid);

    const firsts: number[] = [];
    const lasts: number[] = [];
    let lost = 0;
    for (let step = 1; step <= events; step++) {
      const start = performance.now();
      await inside((t) => reportInversion(t, inversionId!, { done: step, total: 100 }));
      await until(() => seen.some((done) => done >= step), failures);
      firsts.push(performance.now() - start);
      await until(() => seen.every((done) => done >= step), failures);
      lasts.push(performance.now() - start);
      lost += seen.filter((done) => done < step).length;
    }
    const after = residentBytes(api.pid);
    return {
      subscribers,
      events,
      lastMs: spreadOf(lasts),
      firstMs: spreadOf(firsts),
      lost,
      memoryBytes: { before, subscribed, after },
    };
  } finally {
    for (const client of clients) await client.close();
  }
}

/** Waits for the condition, or for so long that what is missing counts as lost. Throws what a subscriber was told. */
async function until(condition: () => boolean, failures: readonly unknown[]): Promise<void> {
  for (const start = performance.now(); !condition() && performance.now() - start < LONGEST_MS;) {
    if (failures.length > 0) throw new Error(`A subscriber failed: ${String(failures[0])}`);
    await delay(2);
  }
}

/** Linux only. */
const residentBytes = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
