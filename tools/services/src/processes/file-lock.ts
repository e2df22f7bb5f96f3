import { DatabaseSync } from 'node:sqlite';

export interface FileLock {
  release(): void;
}

/**
 * Takes the lock that a file stands for, or returns undefined when another process (or this one) holds it. The system frees
 * the lock when its holder ends, also by kill -9: SQLite brings the locks that Node lacks, the database stays empty.
 */
export function lockFile(path: string): FileLock | undefined {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN IMMEDIATE');
    return { release: () => database.close() };
  } catch (error) {
    database.close();
    if ((error as Error).message === 'database is locked') return undefined;
    throw error;
  }
}
