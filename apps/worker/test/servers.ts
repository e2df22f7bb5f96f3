import { startMigratedPostgres } from '@facet/db/testing';
import { startTemporal } from '@facet/services';
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
  const postgres = await startMigratedPostgres({ dataDirectory: join(folder, 'postgres') });
  const { url: adminUrl, appUrl, opsUrl } = postgres;
  project.provide('workerServers', { adminUrl, appUrl, opsUrl, temporalAddress: temporal.address });
  return async () => {
    await temporal.stop();
    await postgres.stop();
    rmSync(folder, { recursive: true });
  };
}
