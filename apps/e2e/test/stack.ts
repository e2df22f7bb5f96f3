import { inversionPrefix, type InversionId, type OrganizationId } from '@facet/contracts';
import { startMigratedPostgres } from '@facet/db/testing';
import { demoModelDirectory } from '@facet/diffusion';
import {
  freePort,
  startProcess,
  startTemporal,
  startVersitygw,
  VERSITYGW_CREDENTIALS,
  type Running,
} from '@facet/services';
import { createLinks, openStore } from '@facet/storage';
import { Client, Connection } from '@temporalio/client';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Pool } from 'pg';
import { openGate, type Gate } from './gate.ts';

const API = fileURLToPath(new URL('../../api/src/main.ts', import.meta.url));
const WORKER = fileURLToPath(new URL('../../worker/src/main.ts', import.meta.url));
const BUCKET = 'facet';

/** A server whose address and data outlive its end. */
export interface Server {
  /** Ends it by this signal, and resolves when it is gone. */
  kill(signal: NodeJS.Signals): Promise<void>;
  start(): Promise<void>;
}

export interface Process {
  readonly pid: number;
  signal(signal: NodeJS.Signals): void;
  /** Resolves to how it ended. */
  end(signal: NodeJS.Signals): Promise<string | void>;
}

/** Everything that the service is made of, each part a real process. */
export interface Stack {
  readonly apiUrl: string;
  readonly postgres: Server;
  readonly temporal: Server;
  readonly storage: Server;
  readonly gate: Gate;
  /** As superuser, for looking behind row security. */
  readonly admin: Pool;
  /** Temporal's own view of the workflows. */
  readonly workflows: Client['workflow'];
  /** What is stored of an inversion, by the ends of the keys, as far as they begin so. */
  stored(inversionId: string, beginning: string): Promise<string[]>;
  /** Always at `apiUrl`. */
  startApi(): Promise<Process>;
  startWorker(): Promise<Process>;
  close(): Promise<void>;
}

/**
 * The demo model with less work: one sample in each step, and without what judges its pictures, which is most of the work of a
 * short run and none of its tokens.
 */
function linkModel(folder: string): string {
  const model = join(folder, 'demo');
  mkdirSync(model);
  for (const name of readdirSync(demoModelDirectory()))
    if (name !== 'classifiers') symlinkSync(join(demoModelDirectory(), name), join(model, name));
  const settings = join(model, 'inversion.json');
  const { all, ...more } = JSON.parse(readFileSync(settings, 'utf8')) as { all: object };
  rmSync(settings);
  writeFileSync(settings, JSON.stringify({ ...more, all: { ...all, batchSize: 1 } }));
  return model;
}

/** Starts PostgreSQL, Temporal and S3. */
export async function startStack(): Promise<Stack> {
  const folder = mkdtempSync(join(tmpdir(), 'facet-e2e-'));
  const model = linkModel(folder);
  const processes: Process[] = [];

  const dataDirectory = join(folder, 'postgres');
  // Durable as in production: a commit outlives an end of the server.
  const startDatabase = (port?: number) =>
    startMigratedPostgres({ dataDirectory, durable: true, ...(port === undefined ? {} : { port }) });
  let postgres = await startDatabase();
  const { url, appUrl, opsUrl, port: postgresPort } = postgres;
  const databaseFile = join(folder, 'temporal.db');
  let temporal = await startTemporal({ databaseFile, say: console.error });
  const { address } = temporal;
  const s3 = await startVersitygw([BUCKET]);
  const gate = await openGate(s3.endpoint);
  const admin = new Pool({ connectionString: url, max: 2 });
  admin.on('error', () => undefined);
  const connection = Connection.lazy({ address });

  const environment = {
    DATABASE_APP_URL: appUrl,
    DATABASE_OPS_URL: opsUrl,
    TEMPORAL_ADDRESS: address,
    FACET_SECRET: 'a secret of the tests, which is long enough',
    S3_BUCKET: BUCKET,
    S3_ENDPOINT: gate.endpoint,
    S3_ACCESS_KEY_ID: VERSITYGW_CREDENTIALS.accessKeyId,
    S3_SECRET_ACCESS_KEY: VERSITYGW_CREDENTIALS.secretAccessKey,
  };
  const apiPort = await freePort();
  const apiUrl = `http://127.0.0.1:${apiPort}`;
  const store = await openStore(environment, '', createLinks('x'.repeat(32), apiUrl));

  async function start(name: string, program: string, port: number, env: Record<string, string>): Promise<Process> {
    const health = `http://127.0.0.1:${port}/healthz`;
    const all = { ...environment, ...env };
    const onLog = process.env['FACET_TEST_LOG'] ? (line: string): void => console.error(line) : undefined;
    const running = await startProcess(
      { name, command: process.execPath, args: [program], env: all, health, stopWithinMs: 30_000 },
      onLog ? { onLog } : {},
    );
    const started = processOf(running);
    processes.push(started);
    return started;
  }

  return {
    apiUrl,
    postgres: {
      async kill(signal) {
        process.kill(postgres.pid, signal);
        await postgres.ended;
      },
      start: async () => void (postgres = await startDatabase(postgresPort)),
    },
    temporal: {
      async kill(signal) {
        process.kill(temporal.pid, signal);
        await temporal.ended;
      },
      start: async () => void (temporal = await startTemporal({ databaseFile, port: Number(address.split(':')[1]) })),
    },
    storage: { kill: () => s3.stop(), start: () => s3.start() },
    gate,
    admin,
    workflows: new Client({ connection }).workflow,
    async stored(id, beginning) {
      const { rows } = await admin.query<{ organization: OrganizationId }>(
        'select organization_id as organization from facet.inversion where id = $1',
        [id],
      );
      const prefix = inversionPrefix(rows[0]!.organization, id as InversionId);
      const { objects } = await store.list(prefix, 1000);
      return objects.map(({ key }) => key.slice(prefix.length)).filter((end) => end.startsWith(beginning));
    },
    startApi: () =>
      start('api', API, apiPort, {
        PORT: String(apiPort),
        FACET_COST_CAPACITY: '10000000',
      }),
    async startWorker() {
      const port = await freePort();
      return start('worker', WORKER, port, {
        WORKER_PORT: String(port),
        // With the workflows that the set-up has built.
        NODE_ENV: 'production',
        FACET_MODELS: model,
        FACET_DEVICE: 'cpu',
        FACET_THREADS: '1',
        FACET_SEGMENT_STEPS: '2',
        FACET_SWEEP_SECONDS: '1',
      });
    },
    async close() {
      for (const each of processes) await each.end('SIGKILL');
      await connection.close();
      await admin.end();
      await gate.close();
      await s3.remove();
      await temporal.stop();
      await postgres.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

function processOf({ pid, ended }: Running): Process {
  let isOver = false;
  void ended.then(() => (isOver = true));
  const signal = (name: NodeJS.Signals): void => void (isOver || process.kill(pid, name));
  return {
    pid,
    signal,
    end(name) {
      signal(name);
      return ended;
    },
  };
}
