import { startMigratedPostgres } from '@facet/db/testing';
import { freePort, startTemporal } from '@facet/services';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    apiUrl: string;
    /** An API with the same data whose rate limit is reached soon. */
    tightApiUrl: string;
  }
}

const apps = join(import.meta.dirname, '..', '..', '..', '..', 'apps');

/** Covers one list of ten tokens, and a second one after some seconds. */
const tightLimit = { FACET_COST_CAPACITY: '50', FACET_COST_REFILL_PER_SECOND: '10' };

/** Starts the whole service as it runs in production: PostgreSQL, Temporal, the API and a worker with the demo model. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'facet-remote-'));
  const [postgres, temporal] = await Promise.all([
    startMigratedPostgres({ dataDirectory: join(folder, 'postgres') }),
    startTemporal({ databaseFile: join(folder, 'temporal.db'), say: console.error }),
  ]);
  const apiUrl = `http://127.0.0.1:${await freePort()}`;
  const tightApiUrl = `http://127.0.0.1:${await freePort()}`;
  const workerPort = String(await freePort());
  const environment = {
    DATABASE_APP_URL: postgres.appUrl,
    DATABASE_OPS_URL: postgres.opsUrl,
    TEMPORAL_ADDRESS: temporal.address,
    FACET_STORAGE: join(folder, 'objects'),
    FACET_SECRET: 'a secret of the tests, which is long enough',
    PORT: new URL(apiUrl).port,
    WORKER_PORT: workerPort,
    FACET_DEVICE: 'cpu',
    FACET_SEGMENT_STEPS: '6',
    FACET_LOG_LEVEL: process.env['FACET_TEST_LOG'] ? 'info' : 'error',
  };
  const api = start('api', environment);
  const tightApi = start('api', { ...environment, PORT: new URL(tightApiUrl).port, ...tightLimit });
  const worker = start('worker', environment);
  await Promise.all([
    api.isReady(`${apiUrl}/readyz`),
    tightApi.isReady(`${tightApiUrl}/readyz`),
    worker.isReady(`http://127.0.0.1:${workerPort}/healthz`),
  ]);
  project.provide('apiUrl', apiUrl);
  project.provide('tightApiUrl', tightApiUrl);
  return async () => {
    await Promise.all([api.stop(), tightApi.stop(), worker.stop()]);
    await Promise.all([postgres.stop(), temporal.stop()]);
    rmSync(folder, { recursive: true });
  };
}

/** Starts an application in a process of its own. */
function start(name: 'api' | 'worker', environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [join(apps, name, 'src', 'main.ts')], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...environment },
  });
  const exited = once(child, 'exit');
  return {
    async isReady(url: string): Promise<void> {
      while (!(await fetch(url).catch(() => undefined))?.ok) {
        if (child.exitCode !== null) throw new Error(`The ${name} ended with ${child.exitCode} before it was ready.`);
        await sleep(200);
      }
    },
    async stop(): Promise<void> {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
