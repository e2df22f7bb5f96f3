import { readMigrationFiles } from 'drizzle-orm/migrator';
import type { ClientBase } from 'pg';
import { MIGRATIONS_FOLDER } from './migrations-folder.ts';

let newest: number | undefined;

/** When the newest migration of this program was made. */
const newestKnown = (): number =>
  (newest ??= readMigrationFiles({ migrationsFolder: MIGRATIONS_FOLDER }).at(-1)!.folderMillis);

/**
 * Whether the database has all migrations of this program. One that is newer has; one whose migrations the roles of run time may not see is of the
 * time before they might.
 */
export async function hasMigrations(connection: Pick<ClientBase, 'query'>): Promise<boolean> {
  try {
    const { rows } = await connection.query<{ at: string | null }>(
      'select max(created_at) as at from drizzle.__drizzle_migrations',
    );
    return Number(rows[0]!.at) >= newestKnown();
  } catch (error) {
    const { code } = error as { code?: string };
    // No right to see them, no such table, no such schema.
    if (code === '42501' || code === '42P01' || code === '3F000') return false;
    throw error;
  }
}
