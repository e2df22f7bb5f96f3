import { startPostgres } from '@facet/services';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate, setRolePassword } from '../src/index.ts';

declare module 'vitest' {
  interface ProvidedContext {
    server: { adminUrl: string; appUrl: string; opsUrl: string; template: string };
  }
}

const TEMPLATE = 'facet_template';

/**
 * Starts PostgreSQL and makes a migrated database, which test files copy. With FACET_TEST_DATABASE_URL (a superuser's address)
 * on that server instead, to test with another version or with pgvector.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['FACET_TEST_DATABASE_URL'];
  const folder = mkdtempSync(join(tmpdir(), 'facet-db-'));
  const server =
    given === undefined
      ? await startPostgres({ dataDirectory: join(folder, 'postgres'), durable: false })
      : { url: given, stop: () => Promise.resolve() };
  const client = new Client({ connectionString: server.url });
  await client.connect();
  await client.query(`drop database if exists ${TEMPLATE}`);
  await client.query(`create database ${TEMPLATE}`);
  await client.end();
  const url = new URL(server.url);
  url.pathname = `/${TEMPLATE}`;
  await migrate(url.href);
  project.provide('server', {
    adminUrl: server.url,
    appUrl: await setRolePassword(server.url, 'facet_app', 'app-password'),
    opsUrl: await setRolePassword(server.url, 'facet_ops', 'ops-password'),
    template: TEMPLATE,
  });
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  };
}
