import { OrganizationId } from '@facet/contracts';
import { randomBytes } from 'node:crypto';
import { DatabaseError } from '../errors.ts';
import { createCursorSeal, cursorKey } from './cursor-seal.ts';
import { hasMigrations } from './has-migrations.ts';
import { inTransaction, type TransactionOptions } from './in-transaction.ts';
import { checkPool, createPool, type PoolOptions } from './pool.ts';
import { settingOf, type Reader } from './reader.ts';
import type { OrganizationTransaction } from './transaction.ts';

export interface DatabaseOptions extends PoolOptions {
  /** Seals page cursors; equal in all processes of one API. Default: random, so cursors end with the process. */
  readonly cursorSecret?: string;
}

/** Of one statement inside an organisation. */
const STATEMENT_TIMEOUT = '30s';

/** The database as the API and the workers see it: through one organisation at a time. */
export interface Database {
  /**
   * The one door. Runs `use` in a transaction that sees and writes the rows of this organisation, and reads what is granted
   * to it; with a reader, without what is private to others. Throws `invalid-organization` for anything but an organisation's id; any error
   * rolls back.
   */
  withOrganization<Result>(
    organizationId: OrganizationId,
    use: (transaction: OrganizationTransaction) => Promise<Result>,
    reader?: Reader,
    options?: TransactionOptions,
  ): Promise<Result>;
  /** Resolves when the server answers. */
  ping(): Promise<void>;
  /** Whether it has all migrations of this program, now. */
  isMigrated(): Promise<boolean>;
  /** Waits for open transactions and closes all connections. */
  close(): Promise<void>;
}

/** Connects as `facet_app`. Throws `unreachable`, `unsuitable-role` or `not-migrated`. */
export async function connect(appUrl: string, options: DatabaseOptions = {}): Promise<Database> {
  const pool = createPool(appUrl, options);
  try {
    await checkPool(pool, appUrl, 'facet_app');
  } catch (error) {
    await pool.end();
    throw error;
  }
  const key = cursorKey(options.cursorSecret ?? randomBytes(32).toString('hex'));
  return {
    async withOrganization(organizationId, use, reader, options) {
      if (!OrganizationId.safeParse(organizationId).success)
        throw new DatabaseError(
          'invalid-organization',
          `${JSON.stringify(organizationId)} is no id of an organisation.`,
        );
      return inTransaction(
        'organization',
        pool,
        // The time limit too: the role has one, which the role itself can change.
        (client) =>
          client.query(
            `select set_config('app.organization_id', $1, true), set_config('app.reader', $2, true), set_config('statement_timeout', $3, true)`,
            [organizationId, settingOf(reader), STATEMENT_TIMEOUT],
          ),
        (sql) => use({ organizationId, sql, cursors: createCursorSeal(key, organizationId) }),
        options,
      );
    },
    isMigrated: () => hasMigrations(pool),
    ping: async () => void (await pool.query('select 1')),
    close: () => pool.end(),
  };
}
