import { setTimeout as delay } from 'node:timers/promises';
import type { RunRef } from '@facet/contracts';
import { connect, connectOperations, startComposition, type NewComposition } from '@facet/db';
import { startStack } from '@facet/stack';
import { startRun } from '@facet/work';
import { Client, Connection } from '@temporalio/client';
import { Pool } from 'pg';
import { spreadOf, type Spread } from '../statistics.ts';
import { organizationOf } from './organization-of.ts';
import type { Person } from './people.ts';
import { FINGERPRINT } from './seed.ts';

export interface PersonOptions {
  /** Of the one person. */
  readonly organizations: number;
  /** That each of them queues. */
  readonly compositions: number;
  readonly pictures: number;
  /** Pictures that the neighbour asks for, one after the other. */
  readonly asks: number;
}

export interface PersonResult {
  /** From the neighbour's asking for one picture until it is there. */
  readonly neighbourSeconds: Spread;
  /** The most compositions of the person that were at work at once. */
  readonly atWork: number;
}

/** The real workflows, caps and drawing, on an engine that does nothing for 500 ms a picture. */
const IDLE_WORKER = 'apps/worker/test/idle-engine-worker.ts';

const COMPOSITION: Omit<NewComposition, 'seeds'> = {
  prompt: 'a cat',
  negativePrompt: '',
  words: {},
  slots: [],
  steps: 200,
  guidance: 7.5,
  scheduler: 'ddim',
  width: 64,
  height: 64,
  fingerprint: FINGERPRINT,
};

/** One person with several organisations has many pictures drawn; a neighbour wants one. */
export async function waitForNeighbour({
  organizations,
  compositions,
  pictures,
  asks,
}: PersonOptions): Promise<PersonResult> {
  const stack = await startStack();
  const admin = new Pool({ connectionString: stack.adminUrl, max: 2 });
  const database = await connect(stack.appUrl);
  const operations = await connectOperations(stack.opsUrl);
  const connection = await Connection.connect({ address: stack.temporalAddress });
  try {
    await stack.startWorker({ FINGERPRINT }, IDLE_WORKER);
    const { workflow } = new Client({ connection });
    const queue = async ({ userId, organizationId }: Person, seeds: number): Promise<RunRef<'composition'>> => {
      const input = { ...COMPOSITION, seeds: Array.from({ length: seeds }, (_, seed) => seed) };
      const run = await database.withOrganization(organizationId, (t) =>
        startComposition(t, { kind: 'user', id: userId }, input),
      );
      await startRun(workflow, 'composition', run, userId);
      return run;
    };
    const person = await organizationOf(admin);
    const own = [person];
    while (own.length < organizations) own.push(await organizationOf(admin, person.userId));
    for (const each of own) for (let i = 0; i < compositions; i++) await queue(each, pictures);

    const ids = own.map(({ organizationId }) => organizationId);
    let atWork = 0;
    const look = async (): Promise<number> => {
      const { rows } = await admin.query<{ count: number }>(
        `select count(*)::int as count from facet.composition where status = 'running' and organization_id = any($1)`,
        [ids],
      );
      return (atWork = Math.max(atWork, rows[0]!.count));
    };
    while ((await look()) === 0) await delay(100);
    const neighbour = await organizationOf(admin);
    const seconds: number[] = [];
    for (let ask = 0; ask < asks; ask++) {
      const start = performance.now();
      const { id } = await queue(neighbour, 1);
      for (;;) {
        await delay(50);
        await look();
        const { rows } = await admin.query<{ status: string }>('select status from facet.composition where id = $1', [
          id,
        ]);
        if (rows[0]!.status === 'finished') break;
      }
      seconds.push((performance.now() - start) / 1000);
    }
    return { neighbourSeconds: spreadOf(seconds), atWork };
  } finally {
    await connection.close();
    await Promise.all([admin.end(), database.close(), operations.close()]);
    await stack.close();
  }
}
