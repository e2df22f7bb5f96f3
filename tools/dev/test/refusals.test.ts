import { migrate } from '@facet/db';
import { startPostgres, temporalProgram } from '@facet/services';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { failure, startFacet } from './started.ts';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'facet-refusals-'));
  await temporalProgram({ say: console.error });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const nowhere = (name: string): string[] => ['--state', join(folder, name)];

test('a start says what to do when PORT is taken', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const message = await failure(startFacet(nowhere('port'), { PORT: String(port) }));
  expect(message).toContain(`Port ${port} of 127.0.0.1 is taken`);
  expect(message).toContain(`kill ${process.pid}`);
  other.close();
  expect(await failure(startFacet(nowhere('port'), { PORT: 'http' }))).toContain('PORT=http is no port');
});

test('a start says what to do when DATABASE_URL is broken', async () => {
  const message = await failure(startFacet(nowhere('url'), { DATABASE_URL: 'localhost/facet' }));
  expect(message).toContain('it has the form postgres://user:password@host:5432/database');
});

test('a start says what to do when nobody listens at TEMPORAL_ADDRESS', async () => {
  const message = await failure(startFacet(nowhere('address'), { TEMPORAL_ADDRESS: 'no-such-host.invalid:7233' }));
  expect(message).toContain('unset TEMPORAL_ADDRESS');
});

test('a start says what to do when there is no Temporal and no place for one', async () => {
  const message = await failure(startFacet(nowhere('temporal'), { FACET_CACHE: '/dev/null/cache', PATH: '/nowhere' }));
  expect(message).toContain('Set FACET_CACHE to a folder that you may write to');
});

test('a start says what to do when its folder cannot be written', async () => {
  expect(await failure(startFacet(['--state', '/dev/null/state']))).toContain('cannot be written to');
});

test('a start says what to do when the database belongs to another version of Facet', async () => {
  const postgres = await startPostgres({ dataDirectory: join(folder, 'newer'), durable: false });
  await migrate(postgres.url);
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(`insert into drizzle.__drizzle_migrations (hash, created_at) values ('x', 4102444800000)`);
  await client.end();
  const message = await failure(startFacet(nowhere('version'), { DATABASE_URL: postgres.url }));
  expect(message).toContain('Update this Facet, or give it another database');
  await postgres.stop();
});

test('a start says what to do when a model cannot be loaded', async () => {
  const message = await failure(startFacet(nowhere('model'), { FACET_MODELS: '/no/such/model' }));
  expect(message).toMatch(/^worker ended with exit code 1 before it was ready\..*\/no\/such\/model/s);
});

test('a start says what to do when an option is unknown', async () => {
  const started = startFacet(['--twice']);
  expect(await started.ended).toBe(2);
});
