import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { createWriteStream, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { postgresError } from '../connection/postgres-error.ts';
import { publicUrl } from '../connection/explain.ts';
import { withClient } from '../connection/with-client.ts';
import { DatabaseError } from '../errors.ts';
import { copied, MANIFEST, tableFile, type CopiedTable, type Manifest } from './manifest.ts';

/** What is in there belongs to all organisations. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/**
 * Copies a database as it is at one moment, while it is in use, into an empty or new folder: every row, by COPY, and how the server knows the
 * passwords of the roles. It needs no program of PostgreSQL, whose npm packages bring none that copies.
 *
 * @param databaseUrl of a superuser, or of a role with BYPASSRLS: one that row security binds would copy a part
 * @throws DatabaseError `unreachable`, `unsuitable-role`, `not-migrated`; `invalid-input` when the folder is not empty
 */
export async function backUpDatabase(databaseUrl: string, folder: string): Promise<Manifest> {
  mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
  if (readdirSync(folder).length > 0)
    throw new DatabaseError('invalid-input', `${folder} is not empty. Name a new folder for each backup.`);
  const manifest = await withClient('facet-backup', databaseUrl, async (client) => {
    // All statements see the database as it was at the first.
    await client.query('begin isolation level repeatable read read only');
    // An error instead of a part of the rows.
    await client.query('set local row_security = off');
    const migrations = await migrationsOf(client, databaseUrl);
    const takenAt = new Date().toISOString();
    const tables: CopiedTable[] = [];
    for (const table of await tablesOf(client)) tables.push({ ...table, rows: await copyTable(client, folder, table) });
    return { format: 1, takenAt, migrations, tables, passwords: await passwordsOf(client) } as const;
  });
  writeFileSync(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { mode: FILE_MODE });
  return manifest;
}

async function migrationsOf(client: Client, databaseUrl: string): Promise<number[]> {
  try {
    const { rows } = await client.query<{ at: string }>(
      'select created_at as at from drizzle.__drizzle_migrations order by created_at',
    );
    return rows.map(({ at }) => Number(at));
  } catch (cause) {
    const { code } = postgresError(cause) as { code?: string };
    // No such table, no such schema.
    if (code !== '42P01' && code !== '3F000') throw cause;
    throw new DatabaseError('not-migrated', `${publicUrl(databaseUrl)} is no database of Facet.`, { cause });
  }
}

async function tablesOf(client: Client): Promise<Omit<CopiedTable, 'rows'>[]> {
  const { rows } = await client.query<Omit<CopiedTable, 'rows'>>(
    `select n.nspname as schema, c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
     where n.nspname in ('auth', 'facet') and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     group by 1, 2 order by 1, 2`,
  );
  return rows;
}

/** Returns how many rows there were. */
async function copyTable(client: Client, folder: string, table: Omit<CopiedTable, 'rows'>): Promise<number> {
  const rows = client.query(copyTo(`copy ${copied(table)} to stdout`));
  const file = createWriteStream(tableFile(folder, table), { flags: 'wx', mode: FILE_MODE });
  // The pipeline says so.
  file.on('error', () => undefined);
  try {
    await pipeline(rows, createGzip(), file);
  } catch (cause) {
    if ((postgresError(cause) as { code?: string }).code !== '42501') throw cause;
    throw new DatabaseError(
      'unsuitable-role',
      `The role of DATABASE_URL does not see all rows (${(cause as Error).message}). Give a superuser, or a role with BYPASSRLS that may read all tables.`,
      { cause },
    );
  }
  return rows.rowCount;
}

/** Only a superuser sees them. */
async function passwordsOf(client: Client): Promise<Record<string, string> | null> {
  const { rows: may } = await client.query(`select where has_table_privilege('pg_authid', 'select')`);
  if (may.length === 0) return null;
  const { rows } = await client.query<{ role: string; password: string }>(
    `select rolname as role, rolpassword as password from pg_authid
     where rolname in ('facet_app', 'facet_ops') and rolpassword is not null`,
  );
  return Object.fromEntries(rows.map(({ role, password }) => [role, password]));
}
