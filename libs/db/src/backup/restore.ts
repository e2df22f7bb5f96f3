import { readMigrationFiles } from 'drizzle-orm/migrator';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { publicUrl } from '../connection/explain.ts';
import { withClient } from '../connection/with-client.ts';
import { DatabaseError } from '../errors.ts';
import { MIGRATIONS_FOLDER } from '../connection/migrations-folder.ts';
import { migrate } from '../migrate/migrate.ts';
import { withFirstMigrations } from './first-migrations.ts';
import { copied, quoted, readManifest, tableFile, type CopiedTable, type Manifest } from './manifest.ts';

/**
 * Puts a backup into an empty database, all of it or nothing, with roles and their passwords, and brings it up to date: one of an older Facet
 * is restored as it was and then migrated.
 *
 * @param databaseUrl of a superuser: rows of all tables are put in without their triggers
 * @throws DatabaseError `unreachable`, `unsuitable-role`, `migration-failed`; `in-use` when the database has somebody's rows; `invalid-input` when
 *   the backup is not whole, or of another Facet
 */
export async function restoreDatabase(databaseUrl: string, folder: string): Promise<Manifest> {
  const manifest = readManifest(folder);
  refuseOtherVersions(manifest, folder);
  await withClient('facet-restore', databaseUrl, (client) => refuseFilled(client, databaseUrl));
  await withFirstMigrations(manifest.migrations.length, (migrations) => migrate(databaseUrl, migrations));
  await withClient('facet-restore', databaseUrl, async (client) => {
    await client.query('begin');
    await withoutTriggers(client);
    const { tables, passwords } = manifest;
    await client.query(`truncate ${tables.map(({ schema, name }) => `${quoted(schema)}.${quoted(name)}`).join(', ')}`);
    for (const table of tables) await fill(client, folder, table);
    for (const [role, password] of Object.entries(passwords ?? {}))
      await client.query(`alter role ${quoted(role)} login password ${client.escapeLiteral(password)}`);
    await client.query('commit');
    await client.query('analyze');
  });
  await migrate(databaseUrl);
  return manifest;
}

function refuseOtherVersions({ migrations }: Manifest, folder: string): void {
  const known = readMigrationFiles({ migrationsFolder: MIGRATIONS_FOLDER }).map(({ folderMillis }) => folderMillis);
  if (migrations.every((at, i) => at === known[i])) return;
  throw new DatabaseError(
    'invalid-input',
    `The backup in ${folder} is of a newer Facet than this, or of another one. Restore it with the Facet that made it.`,
  );
}

async function refuseFilled(client: Client, databaseUrl: string): Promise<void> {
  const { rows: tables } = await client.query(`select where to_regclass('auth."user"') is not null`);
  if (tables.length === 0) return;
  const { rows } = await client.query('select from auth."user" limit 1');
  if (rows.length === 0) return;
  throw new DatabaseError(
    'in-use',
    `${publicUrl(databaseUrl)} has accounts already. Restore into an empty database, and keep this one until you have seen the other.`,
  );
}

/** Rows come table by table, so references between them hold only at the end, and nobody is to be told of them. */
async function withoutTriggers(client: Client): Promise<void> {
  try {
    await client.query('set local session_replication_role = replica');
    await client.query('set local row_security = off');
  } catch (cause) {
    throw new DatabaseError(
      'unsuitable-role',
      `The role of DATABASE_URL may not restore (${(cause as Error).message}). Give a superuser, or restore with the tools of whoever runs the server.`,
      { cause },
    );
  }
}

async function fill(client: Client, folder: string, table: CopiedTable): Promise<void> {
  const file = tableFile(folder, table);
  const rows = client.query(copyFrom(`copy ${copied(table)} from stdin`));
  const packed = createReadStream(file);
  // The pipeline says so.
  packed.on('error', () => undefined);
  await pipeline(packed, createGunzip(), rows);
  if (rows.rowCount === table.rows) return;
  throw new DatabaseError(
    'invalid-input',
    `${file} has ${rows.rowCount} of ${table.rows} rows. The backup is damaged.`,
  );
}
