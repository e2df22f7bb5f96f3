import { setTimeout as delay } from 'node:timers/promises';
import { connect as connectClient, followFeed, TypedDocumentString, type Client } from '@facet/client';
import { connect, createLibrary, updateLibrary, type Actor } from '@facet/db';
import { startStack } from '@facet/stack';
import { Pool } from 'pg';
import { spreadOf, type Spread } from '../statistics.ts';
import { globalId, signUp } from './people.ts';
import { startRecorder } from './wire-recorder.ts';

export interface FeedsOptions {
  /** Sockets that follow one organisation, case by case. */
  readonly readers: readonly number[];
  /** Members whose sockets they are. */
  readonly members: number;
  readonly changes: number;
}

export interface FeedsResult {
  readonly readers: number;
  /** That the API sends to PostgreSQL for one change, BEGIN and COMMIT included. */
  readonly statements: Spread;
  /** From the change to the last reader who is told of it. */
  readonly lastMs: Spread;
}

const LONGEST_MS = 120_000;

/** What a page shows of a library, whoever looks. */
const FEED = new TypedDocumentString<
  { organizationChanges: { __typename: string; changes?: readonly { node: { name?: string } | null }[] } },
  Record<string, never>
>(`subscription { organizationChanges { __typename ... on FeedChanges {
  changes { change typename id node { id ... on Library { name description visibility tokenCount } } } } } }`);

/** What it costs to tell an organisation's members of a change, by how many follow it. */
export async function countStatements({ readers, members, changes }: FeedsOptions): Promise<FeedsResult[]> {
  const stack = await startStack();
  const recorder = await startRecorder(stack.appUrl);
  const admin = new Pool({ connectionString: stack.adminUrl, max: 1 });
  const database = await connect(stack.appUrl);
  const clients: Client[] = [];
  try {
    const api = await stack.startApi({
      DATABASE_APP_URL: recorder.addressOf(stack.appUrl),
      DATABASE_OPS_URL: recorder.addressOf(stack.opsUrl),
    });
    const owner = await signUp(api.url);
    const people = [owner];
    while (people.length < members) {
      const person = await signUp(api.url);
      await admin.query(`insert into auth.member (organization_id, user_id, role) values ($1, $2, 'member')`, [
        owner.organizationId,
        person.userId,
      ]);
      people.push(person);
    }
    const actor: Actor = { kind: 'user', id: owner.userId };
    const inside = <R>(use: Parameters<typeof database.withOrganization<R>>[1]): Promise<R> =>
      database.withOrganization(owner.organizationId, use);
    const { id } = await inside((t) => createLibrary(t, actor, { name: 'library', visibility: 'organization' }));

    /** What each reader was told last; '' once it has begun. */
    const names: (string | undefined)[] = [];
    const failures: unknown[] = [];
    const follow = async (client: Client, i: number): Promise<void> => {
      for await (const { changes: told = [] } of followFeed(client, FEED, {}))
        names[i] = told.at(-1)?.node?.name ?? names[i] ?? '';
    };
    const until = async (condition: () => boolean): Promise<void> => {
      for (const start = performance.now(); !condition(); await delay(2)) {
        if (failures.length > 0) throw new Error('A reader failed.', { cause: failures[0] });
        if (performance.now() - start > LONGEST_MS) throw new Error('A reader was not told.');
      }
    };

    const results: FeedsResult[] = [];
    for (const count of readers) {
      while (clients.length < count) {
        const { cookie } = people[clients.length % people.length]!;
        const organizationId = globalId('Organization', owner.organizationId);
        const client = connectClient({ url: api.url, credentials: { cookie, organizationId } });
        follow(client, clients.push(client) - 1).catch((error: unknown) => failures.push(error));
      }
      await until(() => names.filter((name) => name !== undefined).length === count);
      const statements: number[] = [];
      const lasts: number[] = [];
      for (let change = 0; change < changes; change++) {
        await delay(100);
        recorder.take();
        const name = `library ${count} ${change}`;
        const start = performance.now();
        await inside((t) => updateLibrary(t, actor, id, { name }));
        await until(() => names.every((each) => each === name));
        lasts.push(performance.now() - start);
        statements.push(recorder.take().flatMap((transaction) => transaction.statements).length);
      }
      results.push({ readers: count, statements: spreadOf(statements), lastMs: spreadOf(lasts) });
    }
    return results;
  } finally {
    for (const client of clients) await client.close();
    await Promise.all([admin.end(), database.close()]);
    await recorder.close();
    await stack.close();
  }
}
