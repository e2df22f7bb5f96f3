import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { Pool, PoolClient, QueryResult } from 'pg';
import { DatabaseError } from '../errors.ts';
import { postgresError } from './postgres-error.ts';
import { queriesOn } from './queries.ts';
import type { Queries } from './transaction.ts';

/** Into one organisation, or across them. */
export type Door = 'organization' | 'operations';

interface State {
  open: boolean;
  readonly door: Door;
  /** Set when COMMIT is sent. */
  committing?: Promise<unknown>;
}

/** The transaction that the running code is inside of. */
const current = new AsyncLocalStorage<State>();

export interface TransactionOptions {
  /**
   * All statements are sent in one turn of the event loop, and COMMIT behind them: it takes one round trip, and what they lock waits
   * for no answer of ours.
   */
  readonly isOneTurn?: boolean;
  /** Told of each statement and the rows that it brought; what it throws ends the transaction. */
  readonly onStatement?: (rows: number) => void;
}

/** How often a transaction is run that PostgreSQL ends because it and another one wait for each other. */
const TRIES = 5;
/** The other one goes on meanwhile: at once, the two would meet again. */
const PAUSE_MS = 50;

/** PostgreSQL's code of the transaction that it has ended for that; its rows are as before. */
const DEADLOCK_DETECTED = '40P01';

/**
 * Runs `use` between BEGIN and COMMIT; any error rolls back. Where two transactions wait for each other, the one that the server ends is
 * run again: what `use` does besides its queries it may do more than once. One inside another would wait for a second connection while it
 * holds the first, until all are held: that is `misused-transaction`. Only one across organisations may stand inside one of an
 * organisation: it has another pool, and whoever holds a connection of that waits for no other. A query after its transaction is misused
 * too, for its connection may by then belong to another organisation.
 */
export async function inTransaction<Result>(
  door: Door,
  pool: Pool,
  prepare: (client: PoolClient) => Promise<unknown>,
  use: (queries: Queries) => Promise<Result>,
  options: TransactionOptions = {},
): Promise<Result> {
  const outer = current.getStore();
  if (outer?.open && !(outer.door === 'organization' && door === 'operations'))
    throw new DatabaseError(
      'misused-transaction',
      'A transaction was begun inside another one. Pass the open one on, or begin the second after the first.',
    );
  for (let tries = 1; ; tries++)
    try {
      return await attempt(door, pool, prepare, use, options);
    } catch (error) {
      if (tries === TRIES || !isDeadlock(error)) throw error;
      await delay(PAUSE_MS * tries * (1 + Math.random()));
    }
}

const isDeadlock = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === DEADLOCK_DETECTED;

async function attempt<Result>(
  door: Door,
  pool: Pool,
  prepare: (client: PoolClient) => Promise<unknown>,
  use: (queries: Queries) => Promise<Result>,
  { isOneTurn = false, onStatement }: TransactionOptions,
): Promise<Result> {
  const client = await pool.connect();
  const state: State = { open: true, door };
  let broken: Error | undefined;
  // A connection that breaks while it is lent out reports here, and the query that waits for it fails as well.
  const onError = (error: Error): void => void (broken = error);
  client.on('error', onError);
  const commit = (): Promise<unknown> => {
    state.open = false;
    return (state.committing ??= client.query('commit'));
  };
  try {
    // Sent together with the first statement of `use`, which waits for no answer: the server takes them in their order, and refuses
    // the rest of the transaction when one of them fails.
    inOneWrite(client, () => {
      // Awaited below, where its error counts.
      if (isOneTurn && state.open) commit().catch(() => undefined);
    });
    const opening = Promise.all([client.query('begin'), prepare(client)]);
    const queries = queriesOn(guard(client, state, onStatement));
    const [, result] = await Promise.all([opening, current.run(state, async () => use(queries))]);
    await commit();
    return result;
  } catch (error) {
    state.open = false;
    await client.query('rollback').catch((failure: Error) => (broken = failure));
    throw postgresError(error);
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

/** What is sent in this turn of the event loop leaves together: a write to a socket costs more than a small statement. */
function inOneWrite({ connection: { stream } }: PoolClient, last: () => void): void {
  stream.cork();
  process.nextTick(() => {
    last();
    stream.uncork();
  });
}

/** The client, as long as its transaction is open. */
function guard(client: PoolClient, state: State, onStatement: TransactionOptions['onStatement']): PoolClient {
  return new Proxy(client, {
    get(target, property) {
      if (property !== 'query') return Reflect.get(target, property, target);
      return async (...args: Parameters<PoolClient['query']>) => {
        if (state.open) {
          const result = (await target.query(...args)) as unknown as QueryResult;
          onStatement?.(result.rows.length);
          return result;
        }
        const message = 'A query came after its transaction had ended. Await every query inside the transaction.';
        throw new DatabaseError('misused-transaction', message);
      };
    },
  });
}
