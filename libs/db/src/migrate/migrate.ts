import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import type { Client } from 'pg';
import { postgresError } from '../connection/postgres-error.ts';
import { DatabaseError } from '../errors.ts';
import { publicUrl } from '../connection/explain.ts';
import { MIGRATIONS_FOLDER } from '../connection/migrations-folder.ts';
import { withClient } from '../connection/with-client.ts';
import { ensureRoles, type RoleName } from './roles.ts';

/** Any number that nothing else locks: it keeps two processes from migrating one database at once. */
const LOCK = 4_223_011;

/** `server_version_num` of PostgreSQL 15, the first with `security_invoker` views. */
const OLDEST_VERSION = 150_000;

/**
 * Brings a database up to date: roles, schemas, tables, row security. Doing it again does nothing, and several processes may
 * do it at once. `databaseUrl` belongs to a role that may create roles; no other program needs it.
 * Returns how many migrations were new. Throws `DatabaseError`: `unreachable`, `unsuitable-role` or `migration-failed`.
 */
export async function migrate(databaseUrl: string, migrationsFolder = MIGRATIONS_FOLDER): Promise<number> {
  return withClient('facet-migrate', databaseUrl, async (client) => {
    const { rows } = await client.query<{ version: number }>(
      `select current_setting('server_version_num')::int as version`,
    );
    if (rows[0]!.version < OLDEST_VERSION)
      throw new DatabaseError('unreachable', `${publicUrl(databaseUrl)} is older than PostgreSQL 15. Upgrade it.`);
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await ensureRoles(client);
    await offerVectors(client);
    await client.query('set role facet_owner');
    const missing = await refuseOtherVersions(client, databaseUrl, migrationsFolder);
    try {
      await applyMigrations(drizzle(client), { migrationsFolder });
    } catch (error) {
      const cause = postgresError(error);
      throw new DatabaseError(
        'migration-failed',
        `Migrating ${publicUrl(databaseUrl)} failed and was undone: ${(cause as Error).message}`,
        { cause },
      );
    }
    return missing;
  });
}

/** Lets a role sign in with this password, and returns its address. The password is kept by the caller. */
export async function setRolePassword(
  databaseUrl: string,
  role: Exclude<RoleName, 'facet_owner'>,
  password: string,
): Promise<string> {
  await withClient('facet-migrate', databaseUrl, (client) =>
    client.query(`alter role ${role} login password ${client.escapeLiteral(password)}`),
  );
  const url = new URL(databaseUrl);
  url.username = role;
  url.password = encodeURIComponent(password);
  return url.href;
}

/**
 * Drizzle looks at the newest applied migration only. A database of a newer Facet, or of another branch, would pass, and then
 * fail in the middle of its use. Returns how many migrations are missing.
 */
async function refuseOtherVersions(client: Client, databaseUrl: string, migrationsFolder: string): Promise<number> {
  const known = readMigrationFiles({ migrationsFolder }).map(({ folderMillis }) => folderMillis);
  const { rows: tables } = await client.query(`select where to_regclass('drizzle.__drizzle_migrations') is not null`);
  if (tables.length === 0) return known.length;
  const { rows } = await client.query<{ at: string }>(
    'select created_at as at from drizzle.__drizzle_migrations order by created_at',
  );
  const other = rows.map(({ at }) => Number(at)).find((at, i) => at !== known[i]);
  if (other !== undefined)
    throw new DatabaseError(
      'migration-failed',
      `${publicUrl(databaseUrl)} belongs to another version of Facet: its migration of ${new Date(other).toISOString()} does not follow from this one's. Update this Facet, or give it another database.`,
    );
  return known.length - rows.length;
}

/** Turns pgvector on where the server has it and the role may; similarity search works without it. */
async function offerVectors(client: Client): Promise<void> {
  const { rowCount } = await client.query(
    `select from pg_available_extensions where name = 'vector' and installed_version is null`,
  );
  if (rowCount !== 0) await client.query('create extension if not exists vector').catch(() => undefined);
}
