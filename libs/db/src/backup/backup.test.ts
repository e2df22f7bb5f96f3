import { startPostgres, type Postgres } from '@facet/services';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { violations } from '../../test/catalogue.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { newInversion, readyImage, sharedLibrary } from '../../test/make.ts';
import { backUpDatabase, connect, migrate, recordAudit, restoreDatabase, startInversion } from '../index.ts';
import { withFirstMigrations } from './first-migrations.ts';
import { readManifest } from './manifest.ts';

let root: string;
let it: TestDatabase;
/** Another server, which has never heard of the roles. */
let fresh: Postgres;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'facet-backup-'));
  it = await createTestDatabase();
  fresh = await startPostgres({ dataDirectory: join(root, 'postgres'), durable: false });
});
afterAll(async () => {
  await it?.close();
  await fresh?.stop();
  rmSync(root, { recursive: true, force: true });
});

const newFolder = (): string => join(root, randomBytes(6).toString('hex'));

async function ask<Row>(url: string, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as Row[];
  } finally {
    await client.end();
  }
}

async function newDatabase(server: string): Promise<string> {
  const name = `backup_${randomBytes(6).toString('hex')}`;
  await ask(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** Every row of every table, in PostgreSQL's own words. */
async function everything(url: string): Promise<Record<string, string[]>> {
  const tables = await ask<{ name: string }>(
    url,
    `select schemaname || '.' || quote_ident(tablename) as name from pg_tables where schemaname in ('auth', 'facet') order by 1`,
  );
  const found: Record<string, string[]> = {};
  for (const { name } of tables)
    found[name] = (await ask<{ row: string }>(url, `select t::text as row from ${name} t order by 1`)).map(
      ({ row }) => row,
    );
  return found;
}

test('a database that is in use comes back on a server that knows nothing of it: every row, the roles, and who may see what', async () => {
  const { id, userId } = await it.organization('Ours');
  const other = await it.organization('Theirs');
  await it.database.withOrganization(id, async (t) => {
    const actor = { kind: 'user', id: userId } as const;
    await startInversion(t, actor, await newInversion(t, actor), 'key');
    await recordAudit(t, actor, { action: 'x', subjectKind: 'x', subjectId: 'tab\tline\nback\\slash \\N' });
    await readyImage(t, actor, 'a "quoted", name');
    await sharedLibrary(t, actor, 'a library');
  });
  const folder = newFolder();
  const before = await everything(it.adminUrl);
  const { passwords } = await backUpDatabase(it.adminUrl, folder);
  expect(Object.keys(passwords!).sort()).toEqual(['facet_app', 'facet_ops']);
  // Whoever else is on the machine reads none of it.
  expect(statSync(folder).mode & 0o077).toBe(0);
  for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o077).toBe(0);

  const url = await newDatabase(fresh.url);
  await restoreDatabase(url, folder);
  expect(await everything(url)).toEqual(before);
  expect(before['facet.inversion']).toHaveLength(1);
  const client = new Client({ connectionString: url });
  await client.connect();
  expect(await violations(client as never)).toEqual([]);
  await client.end();

  // The programs sign in with the passwords that they have.
  const app = new URL(it.appUrl);
  app.host = new URL(url).host;
  app.pathname = new URL(url).pathname;
  const database = await connect(app.href);
  const count = (organization: typeof id) =>
    database.withOrganization(organization, async (t) => (await t.sql.execute('select from facet.inversion')).rowCount);
  expect([await count(id), await count(other.id)]).toEqual([1, 0]);
  await database.close();

  await expect(restoreDatabase(url, folder)).rejects.toMatchObject({ code: 'in-use' });
});

test('a backup of an older Facet is restored as it was, and then migrated', async () => {
  const { adminUrl } = inject('server');
  const { migrations } = await backUpDatabase(it.adminUrl, newFolder());
  const old = await newDatabase(adminUrl);
  await withFirstMigrations(migrations.length - 1, (folder) => migrate(old, folder));
  await ask(old, `insert into auth."user" (name, email) values ('Old', 'old@example.org')`);
  const folder = newFolder();
  expect((await backUpDatabase(old, folder)).migrations).toEqual(migrations.slice(0, -1));

  const url = await newDatabase(fresh.url);
  await restoreDatabase(url, folder);
  expect(await ask(url, 'select name from auth."user"')).toEqual([{ name: 'Old' }]);
  expect((await backUpDatabase(url, newFolder())).migrations).toEqual(migrations);
});

test('a role that does not see all rows makes no backup instead of a part of one', async () => {
  const role = `weak_${randomBytes(6).toString('hex')}`;
  await ask(it.adminUrl, `create role ${role} login password 'weak'; grant facet_owner to ${role}`);
  const weak = new URL(it.adminUrl);
  [weak.username, weak.password] = [role, 'weak'];
  const folder = newFolder();
  await expect(backUpDatabase(weak.href, folder)).rejects.toMatchObject({ code: 'unsuitable-role' });
  const url = await newDatabase(fresh.url);
  await expect(restoreDatabase(url, folder)).rejects.toMatchObject({ code: 'invalid-input' });
});

test('a damaged backup, or one of a newer Facet, is refused, and nothing of it stays', async () => {
  await it.organization('Ours');
  const folder = newFolder();
  await backUpDatabase(it.adminUrl, folder);
  await expect(backUpDatabase(it.adminUrl, folder)).rejects.toMatchObject({ code: 'invalid-input' });
  const file = join(folder, 'auth.organization.copy.gz');
  const lines = gunzipSync(readFileSync(file)).toString().split('\n');
  writeFileSync(file, gzipSync(lines.slice(1).join('\n')));
  const url = await newDatabase(fresh.url);
  await expect(restoreDatabase(url, folder)).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringContaining('auth.organization.copy.gz'),
  });
  expect(await ask(url, 'select from auth."user"')).toEqual([]);

  const manifest = readManifest(folder);
  const newer = { ...manifest, migrations: [...manifest.migrations, Date.now()] };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(newer));
  await expect(restoreDatabase(url, folder)).rejects.toMatchObject({ message: expect.stringContaining('newer Facet') });
});
