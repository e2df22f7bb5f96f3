import { inversionPrefix, type InversionId, type OrganizationId } from '@facet/contracts';
import { demoModelDirectory } from '@facet/diffusion';
import { freePort, startVersitygw, VERSITYGW_CREDENTIALS, type Running } from '@facet/services';
import { startStack as startService, type RestartableServer } from '@facet/stack';
import { createLinks, openStore } from '@facet/storage';
import { Client, Connection } from '@temporalio/client';
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Pool } from 'pg';
import { openGate, type Gate } from './gate.ts';

const BUCKET = 'facet';

export interface Process {
  readonly pid: number;
  signal(signal: NodeJS.Signals): void;
  /** Resolves to how it ended. */
  end(signal: NodeJS.Signals): Promise<string | void>;
}

/** Everything that the service is made of, each part a real process. */
export interface Stack {
  readonly apiUrl: string;
  readonly postgres: RestartableServer;
  readonly temporal: RestartableServer;
  readonly storage: RestartableServer;
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
  /** `npm run operate` for this installation, with what it says. */
  operate(...args: readonly string[]): Promise<string>;
  close(): Promise<void>;
}

const OPERATE = fileURLToPath(new URL('../../../tools/dev/src/operate.ts', import.meta.url));

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
  const s3 = await startVersitygw([BUCKET]);
  const gate = await openGate(s3.endpoint);
  const service = await startService({
    // As in production: a commit outlives an end of the server.
    durable: true,
    environment: {
      S3_BUCKET: BUCKET,
      S3_ENDPOINT: gate.endpoint,
      S3_ACCESS_KEY_ID: VERSITYGW_CREDENTIALS.accessKeyId,
      S3_SECRET_ACCESS_KEY: VERSITYGW_CREDENTIALS.secretAccessKey,
    },
  });
  const { postgres, temporal, temporalAddress, adminUrl, environment, folder } = service;
  const model = linkModel(folder);
  const admin = new Pool({ connectionString: adminUrl, max: 2 });
  admin.on('error', () => undefined);
  const connection = Connection.lazy({ address: temporalAddress });
  const apiPort = await freePort();
  const apiUrl = `http://127.0.0.1:${apiPort}`;
  const store = await openStore(environment, '', createLinks('x'.repeat(32), apiUrl));

  return {
    apiUrl,
    postgres,
    temporal,
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
    startApi: async () => processOf(await service.startApi({}, apiPort)),
    async startWorker() {
      const worker = await service.startWorker({
        // With the workflows that the set-up has built.
        NODE_ENV: 'production',
        FACET_MODELS: model,
        FACET_THREADS: '1',
        FACET_SEGMENT_STEPS: '2',
        FACET_SWEEP_SECONDS: '1',
      });
      return processOf(worker);
    },
    async operate(...args) {
      const env = { ...process.env, ...environment, DATABASE_URL: adminUrl };
      return (await promisify(execFile)(process.execPath, [OPERATE, ...args], { env })).stdout;
    },
    async close() {
      await connection.close();
      await admin.end();
      await service.close();
      await gate.close();
      await s3.remove();
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
