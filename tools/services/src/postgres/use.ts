import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { startPostgres, superuserUrl } from './start.ts';
import { PASSWORD_FILE } from './cluster.ts';

/** Line of `postmaster.pid` with the port, from 0; PostgreSQL documents the file in miscadmin.h. */
const PORT_LINE = 3;

/**
 * Gives the superuser's address of the PostgreSQL of a data folder: the one that runs on it, or one that is started for as long as this takes.
 * Throws what `startPostgres` and `use` throw.
 */
export async function usePostgres<Result>(
  dataDirectory: string,
  use: (databaseUrl: string) => Promise<Result>,
): Promise<Result> {
  const running = await runningUrl(dataDirectory);
  if (running !== undefined) return use(running);
  const server = await startPostgres({ dataDirectory });
  try {
    return await use(server.url);
  } finally {
    await server.stop();
  }
}

/** Undefined when nothing runs there: the file of one that was killed stays. */
async function runningUrl(dataDirectory: string): Promise<string | undefined> {
  let url: string;
  try {
    const port = Number(readFileSync(join(dataDirectory, 'postmaster.pid'), 'utf8').split('\n')[PORT_LINE]);
    url = superuserUrl(readFileSync(join(dataDirectory, PASSWORD_FILE), 'utf8'), port);
  } catch {
    return undefined;
  }
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return url;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}
