import { Pool, type PoolClient } from 'pg';
import { DatabaseError } from '../errors.ts';
import { hasMigrations } from './has-migrations.ts';
import { checkUrl, explainConnection, publicUrl } from './explain.ts';

export interface PoolOptions {
  /** Connections at most. Default 10. */
  readonly size?: number;
  /** Shown in pg_stat_activity. */
  readonly name?: string;
  /** Told of connections that break while idle, as when the server restarts; the pool replaces them. Default: silence. */
  readonly onError?: (error: Error) => void;
}

/** Also the longest wait for a connection that others hold. */
const CONNECT_WITHIN_MS = 30_000;

export function createPool(databaseUrl: string, { size = 10, name = 'facet', onError }: PoolOptions): Pool {
  checkUrl(databaseUrl);
  const pool = new Pool({
    connectionString: databaseUrl,
    max: size,
    application_name: name,
    // Statements that do not wait for one another share a round trip.
    pipeline: true,
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
  });
  // Without a listener the end of an idle connection would end the process.
  pool.on('error', (error) => onError?.(error));
  return pool;
}

/** Signs in once, and refuses roles that row security does not bind. Throws `unreachable`, `unsuitable-role` or `not-migrated`. */
export async function checkPool(pool: Pool, databaseUrl: string, role: string): Promise<void> {
  let client: PoolClient;
  try {
    client = await pool.connect();
  } catch (error) {
    throw explainConnection(error, databaseUrl);
  }
  try {
    const { rows } = await client.query<{ name: string; migrated: boolean; suitable: boolean | null }>(
      `select current_user as name,
         exists (select from pg_namespace where nspname = 'facet') as migrated,
         not rolsuper and not rolbypassrls
           and (select bool_or(rolname = $1) and not bool_or(rolname = 'facet_owner') from pg_roles other
                where other.rolname like 'facet%' and pg_has_role(current_user, other.oid, 'member')) as suitable
       from pg_roles where rolname = current_user`,
      [role],
    );
    const { name, migrated, suitable } = rows[0]!;
    if (!suitable)
      throw new DatabaseError(
        'unsuitable-role',
        `Sign in as ${role}, not as ${name}: row security must bind the program. Migrations are the only use for ${name}.`,
      );
    if (!migrated)
      throw new DatabaseError(
        'not-migrated',
        `The database of ${publicUrl(databaseUrl)} is empty. Run the migrations first: npm run operate -- migrate.`,
      );
    if (!(await hasMigrations(client)))
      throw new DatabaseError(
        'not-migrated',
        `The database of ${publicUrl(databaseUrl)} is of an older Facet. Run the migrations first: npm run operate -- migrate.`,
      );
  } finally {
    client.release();
  }
}
