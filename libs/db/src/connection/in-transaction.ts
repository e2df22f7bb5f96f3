import { drizzle } from 'drizzle-orm/node-postgres';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Pool, PoolClient } from 'pg';
import { DatabaseError } from '../errors.ts';
import * as schema from '../schema/index.ts';
import { postgresError } from './postgres-error.ts';
import type { Queries } from './transaction.ts';

/** The transaction that the running code is inside of. */
const current = new AsyncLocalStorage<{ open: boolean }>();

/**
 * Runs `use` between BEGIN and COMMIT; any error rolls back. One inside another would wait for a second connection while it
 * holds the first, until all are held: that is `misused-transaction`. So is a query after the transaction, whose
 * connection may by then belong to another organisation.
 */
export async function inTransaction<Result>(
  pool: Pool,
  prepare: (client: PoolClient) => Promise<unknown>,
  use: (queries: Queries) => Promise<Result>,
): Promise<Result> {
  if (current.getStore()?.open)
    throw new DatabaseError(
      'misused-transaction',
      'A transaction was begun inside another one. Pass the open one on, or begin the second after the first.',
    );
  const client = await pool.connect();
  const state = { open: true };
  let broken: Error | undefined;
  // A connection that breaks while it is lent out reports here, and the query that waits for it fails as well.
  const onError = (error: Error): void => void (broken = error);
  client.on('error', onError);
  try {
    await client.query('begin');
    await prepare(client);
    const result = await current.run(state, () => use(drizzle(guard(client, state), { schema, casing: 'snake_case' })));
    state.open = false;
    await client.query('commit');
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

/** The client, as long as its transaction is open. */
function guard(client: PoolClient, state: { readonly open: boolean }): PoolClient {
  return new Proxy(client, {
    get(target, property) {
      if (property !== 'query') return Reflect.get(target, property, target);
      return (...args: Parameters<PoolClient['query']>) => {
        if (state.open) return target.query(...args);
        const message = 'A query came after its transaction had ended. Await every query inside the transaction.';
        return Promise.reject(new DatabaseError('misused-transaction', message));
      };
    },
  });
}
