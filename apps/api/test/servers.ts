import { startMigratedPostgres } from '@facet/db/testing';
import { startTemporal } from '@facet/services';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';

export interface Servers {
  readonly adminUrl: string;
  readonly appUrl: string;
  readonly opsUrl: string;
  readonly template: string;
  readonly temporalAddress: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    servers: Servers;
  }
}

const TEMPLATE = 'facet_api_template';

/** Starts the real servers, and makes a migrated database, which test files copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'facet-api-'));
  const temporal = await startTemporal({ databaseFile: join(folder, 'temporal.db'), say: console.error });
  const postgres = await startMigratedPostgres({ dataDirectory: join(folder, 'postgres') });
  // From another database, because one that somebody is connected to cannot be copied.
  const maker = new URL(postgres.url);
  maker.pathname = '/postgres';
  const client = new Client({ connectionString: maker.href });
  await client.connect();
  await client.query(`create database ${TEMPLATE} template facet`);
  await client.end();
  const { url: adminUrl, appUrl, opsUrl } = postgres;
  project.provide('servers', { adminUrl, appUrl, opsUrl, template: TEMPLATE, temporalAddress: temporal.address });
  return async () => {
    await Promise.all([postgres.stop(), temporal.stop()]);
    rmSync(folder, { recursive: true });
  };
}
