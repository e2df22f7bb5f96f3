import { migrate, setRolePassword } from '@facet/db';
import { startPostgres, startTemporal } from '@facet/services';
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
  const [postgres, temporal] = await Promise.all([
    startPostgres({ dataDirectory: join(folder, 'postgres'), durable: false }),
    startTemporal({ databaseFile: join(folder, 'temporal.db') }),
  ]);
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(`create database ${TEMPLATE}`);
  await client.end();
  const url = new URL(postgres.url);
  url.pathname = `/${TEMPLATE}`;
  await migrate(url.href);
  project.provide('servers', {
    adminUrl: postgres.url,
    appUrl: await setRolePassword(postgres.url, 'facet_app', 'app-password'),
    opsUrl: await setRolePassword(postgres.url, 'facet_ops', 'ops-password'),
    template: TEMPLATE,
    temporalAddress: temporal.address,
  });
  return async () => {
    await Promise.all([postgres.stop(), temporal.stop()]);
    rmSync(folder, { recursive: true });
  };
}
