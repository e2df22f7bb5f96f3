import { setTimeout as delay } from 'node:timers/promises';
import type { Person } from '../service/people.ts';
import { clientAt } from './from.ts';

export interface Waited {
  readonly requests: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers other than 200 without errors, and connections that failed. */
  readonly failed: number;
}

const QUERY = `{ libraries(first: 5) { edges { node { id name visibility tokenCount isGranted createdAt } } pageInfo { hasNextPage } } }`;
const PAUSE_MS = 75;

/** Somebody who looks at their libraries, again and again, for so long. What is asked in that time is waited for. */
export async function watch(url: string, { cookie }: Person, forMs: number): Promise<Waited> {
  const client = clientAt('127.0.0.1', 1);
  const times: number[] = [];
  let failed = 0;
  const started = performance.now();
  while (performance.now() - started < forMs) {
    const asked = performance.now();
    const isWell = await client
      .send(`${url}/graphql`, { headers: { cookie }, body: JSON.stringify({ query: QUERY }) })
      .then(
        ({ status, text }) => status === 200 && !text.includes('"errors"'),
        () => false,
      );
    times.push(performance.now() - asked);
    if (!isWell) failed++;
    await delay(PAUSE_MS);
  }
  client.close();
  const sorted = times.sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
  return { requests: times.length, p50Ms: at(0.5), p99Ms: at(0.99), failed };
}
