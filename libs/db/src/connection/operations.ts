import { inTransaction } from './in-transaction.ts';
import { checkPool, createPool, type PoolOptions } from './pool.ts';
import { queriesOn } from './queries.ts';
import type { OperationsTransaction, Queries } from './transaction.ts';

/** The database for jobs that belong to no single organisation: signing in, announcing models, sweeping. */
export interface Operations {
  withOperations<Result>(use: (transaction: OperationsTransaction) => Promise<Result>): Promise<Result>;
  /** For one statement, which is a transaction by itself. */
  statement<Result>(use: (transaction: OperationsTransaction) => Promise<Result>): Promise<Result>;
  /** For better-auth's Drizzle adapter, and nothing else: it runs its own statements on the tables of schema `auth`. */
  readonly identities: Queries;
  close(): Promise<void>;
}

/** Connects as `facet_ops`. Throws `unreachable`, `unsuitable-role` or `not-migrated`. */
export async function connectOperations(opsUrl: string, options: PoolOptions = {}): Promise<Operations> {
  const pool = createPool(opsUrl, { size: 5, ...options });
  try {
    await checkPool(pool, opsUrl, 'facet_ops');
  } catch (error) {
    await pool.end();
    throw error;
  }
  const identities = queriesOn(pool);
  return {
    withOperations: (use) =>
      inTransaction(
        'operations',
        pool,
        () => Promise.resolve(),
        (sql) => use({ operations: true, sql }),
      ),
    statement: (use) => use({ operations: true, sql: identities }),
    identities,
    close: () => pool.end(),
  };
}
