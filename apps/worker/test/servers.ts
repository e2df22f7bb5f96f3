import { migrate, setRolePassword } from '@facet/db';
import { startPostgres, startTemporal } from '@facet/services';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    workerServers: { adminUrl: string; appUrl: string; opsUrl: string; temporalAddress: string };
  }
}

/** Starts PostgreSQL, migrated, and Temporal. Where no Temporal is yet, having it made takes minutes. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'facet-worker-servers-'));
  const temporal = await startTemporal({ databaseFile: join(folder, 'temporal.db'), say: console.error });
  const postgres = await startPostgres({ dataDirectory: join(folder, 'postgres'), durable: false });
  await migrate(postgres.url);
  project.provide('workerServers', {
    adminUrl: postgres.url,
    appUrl: await setRolePassword(postgres.url, 'facet_app', 'app-password'),
    opsUrl: await setRolePassword(postgres.url, 'facet_ops', 'ops-password'),
    temporalAddress: temporal.address,
  });
  return async () => {
    await temporal.stop();
    await postgres.stop();
    rmSync(folder, { recursive: true });
  };
}
