import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { ServiceError } from '../errors.ts';
import { freePort } from '../free-port.ts';
import { watchOver } from '../processes/watchdog.ts';
import { serverAccount } from './account.ts';
import { dataPath, ensureCluster } from './cluster.ts';
import { postgresPrograms } from './programs.ts';

export interface PostgresOptions {
  /** Made when missing, and kept: a second start finds the same data. */
  readonly dataDirectory: string;
  /** Default: a free one. */
  readonly port?: number;
  /** False speeds up tests, at the price of a damaged database after a crash of the machine. Default true. */
  readonly durable?: boolean;
  /** Called with every line that the server logs. */
  readonly onLog?: (line: string) => void;
}

export interface Postgres {
  /** Of the superuser, for migrations only: `postgres://postgres:...@127.0.0.1:<port>/facet`. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Resolves when the server has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Ends the server; open connections are closed. Resolves when it is gone. */
  stop(): Promise<void>;
}

const DATABASE = 'facet';
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 10_000;

/** Of the superuser of a server here. */
export const superuserUrl = (password: string, port: number): string =>
  `postgres://postgres:${password}@127.0.0.1:${port}/${DATABASE}`;

/**
 * Starts the PostgreSQL that npm brings along, on 127.0.0.1 only, with the database `facet`.
 * Throws `ServiceError`: `port-in-use`, `data-in-use`, `unsupported-platform` or `start-failed`.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { dataDirectory, durable = true, onLog } = options;
  const programs = postgresPrograms();
  try {
    const password = ensureCluster(programs.initdb, dataDirectory);
    const port = await freePort(options.port);
    const server = spawn(
      programs.postgres,
      ['-D', dataPath(dataDirectory), '-p', String(port), ...settings(durable)],
      // Its own process group, so that Ctrl-C reaches only who started it, and it ends after those that use it.
      { ...serverAccount, cwd: dataDirectory, detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    // Ends with this process, also when this one is killed.
    const unwatch = server.pid === undefined ? (): void => undefined : watchOver(server.pid, 'SIGINT');
    const ended = new Promise<void>((resolve) => {
      server.on('error', () => resolve());
      server.once('exit', () => resolve());
    }).finally(() => {
      unwatch();
      programs.release();
    });
    const log = keepLog(server, onLog);
    const stop = (): Promise<void> => end(server, ended);
    const url = superuserUrl(password, port);
    try {
      await ready(server, url, log, dataDirectory);
    } catch (error) {
      await stop();
      throw error;
    }
    return { url, port, pid: server.pid!, ended, stop };
  } catch (error) {
    programs.release();
    throw error;
  }
}

function settings(durable: boolean): string[] {
  const values = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Passes the log on, and keeps its last lines for error messages. */
function keepLog(server: ChildProcess, onLog?: (line: string) => void): readonly string[] {
  const last: string[] = [];
  createInterface({ input: server.stderr! }).on('line', (line) => {
    if (last.push(line) > 20) last.shift();
    onLog?.(line);
  });
  return last;
}

/** Waits until the server answers, and makes the database. */
async function ready(server: ChildProcess, url: string, log: readonly string[], directory: string): Promise<void> {
  const admin = new URL(url);
  admin.pathname = '/postgres';
  for (const deadline = Date.now() + READY_WITHIN_MS; ; await delay(25)) {
    if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) {
      const inUse = log.some((line) => line.includes('lock file "postmaster.pid" already exists'));
      if (inUse)
        throw new ServiceError(
          'data-in-use',
          `A PostgreSQL server already runs on ${directory}. Stop the other Facet, or the process named here: ${log.join(' ')}`,
        );
      throw new ServiceError('start-failed', `PostgreSQL ended while starting on ${directory}: ${log.join('\n')}`);
    }
    const client = new Client({ connectionString: admin.href });
    // The query that waits fails as well.
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
      if (rowCount === 0) await client.query(`create database ${DATABASE}`);
      return;
    } catch (cause) {
      if (Date.now() > deadline)
        throw new ServiceError('start-failed', `PostgreSQL did not answer within a minute: ${log.join('\n')}`, {
          cause,
        });
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** SIGINT is Postgres' fast shutdown: it ends sessions and writes its state. SIGQUIT when that takes too long. */
async function end(server: ChildProcess, ended: Promise<void>): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) return;
  const exit = once(server, 'exit');
  server.kill('SIGINT');
  const force = setTimeout(() => server.kill('SIGQUIT'), STOP_WITHIN_MS);
  await exit;
  clearTimeout(force);
  await ended;
}
