import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect, inject, onTestFinished, test } from 'vitest';
import { violations } from '../../test/catalogue.ts';
import { connect, migrate } from '../index.ts';
import { MIGRATIONS_FOLDER } from '../connection/migrations-folder.ts';

/** An empty database of its own. */
async function emptyDatabase(): Promise<{ url: string; admin: Client }> {
  const { adminUrl } = inject('server');
  const name = `empty_${randomBytes(6).toString('hex')}`;
  const maker = new Client({ connectionString: adminUrl });
  await maker.connect();
  await maker.query(`create database ${name}`);
  await maker.end();
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const admin = new Client({ connectionString: url.href });
  await admin.connect();
  onTestFinished(() => admin.end());
  return { url: url.href, admin };
}

/** A copy of the migrations, to change. */
function copyOfMigrations(): string {
  const folder = mkdtempSync(join(tmpdir(), 'facet-migrations-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(MIGRATIONS_FOLDER, folder, { recursive: true });
  return folder;
}

test('the committed migrations make the schema of src/schema: drizzle-kit finds nothing to add', () => {
  const folder = copyOfMigrations();
  const root = join(import.meta.dirname, '..', '..');
  const settings = { dialect: 'postgresql', casing: 'snake_case', schema: join(root, 'src/schema/index.ts'), out: '.' };
  writeFileSync(join(folder, 'drizzle.config.json'), JSON.stringify(settings));
  const before = readdirSync(folder);
  const program = join(root, '..', '..', 'node_modules', 'drizzle-kit', 'bin.cjs');
  const args = [program, 'generate', '--config', 'drizzle.config.json'];
  const output = execFileSync(process.execPath, args, { encoding: 'utf8', cwd: folder });
  expect(output).toContain('No schema changes');
  expect(readdirSync(folder)).toEqual(before);
});

test('migrating again, or by several processes at once, changes nothing', async () => {
  const { url, admin } = await emptyDatabase();
  await Promise.all([migrate(url), migrate(url), migrate(url)]);
  await migrate(url);
  const journal = JSON.parse(readFileSync(join(MIGRATIONS_FOLDER, 'meta', '_journal.json'), 'utf8')) as {
    entries: unknown[];
  };
  const { rowCount } = await admin.query('select from drizzle.__drizzle_migrations');
  expect(rowCount).toBe(journal.entries.length);
});

test('an owner of the database who may create roles can migrate without being a superuser', async () => {
  const { url, admin } = await emptyDatabase();
  const name = `dba_${randomBytes(6).toString('hex')}`;
  const database = new URL(url).pathname.slice(1);
  await admin.query(`create role ${name} login createrole password 'dba'`);
  await admin.query(`alter database ${database} owner to ${name}`);
  // On a server whose roles exist, someone has to have let this role act as the owner.
  await admin.query(`grant facet_owner to ${name}`);
  const own = new URL(url);
  own.username = name;
  own.password = 'dba';
  await migrate(own.href);
  const pool = { query: admin.query.bind(admin) } as unknown as Parameters<typeof violations>[0];
  expect(await violations(pool)).toEqual([]);
});

test('a role that may not migrate is told which may', async () => {
  const { url } = await emptyDatabase();
  const weak = new URL(inject('server').appUrl);
  weak.pathname = new URL(url).pathname;
  await expect(migrate(weak.href)).rejects.toMatchObject({ code: 'unsuitable-role' });
});

test('a migration that fails leaves nothing behind', async () => {
  const { url, admin } = await emptyDatabase();
  const folder = copyOfMigrations();
  const last = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .at(-1)!;
  writeFileSync(join(folder, last), 'create table facet.half (id int);\n--> statement-breakpoint\nselect 1 / 0;');
  await expect(migrate(url, folder)).rejects.toMatchObject({
    code: 'migration-failed',
    message: expect.stringContaining('division by zero'),
  });
  const { rows } = await admin.query(`select to_regclass('facet.image') as image, to_regclass('facet.half') as half`);
  expect(rows).toEqual([{ image: null, half: null }]);
});

test('a database of a newer Facet, or of one with other migrations, is refused before anything is changed', async () => {
  const { url, admin } = await emptyDatabase();
  await migrate(url);
  const folder = copyOfMigrations();
  const file = join(folder, 'meta', '_journal.json');
  const journal = JSON.parse(readFileSync(file, 'utf8')) as { entries: { when: number }[] };
  const refused = { code: 'migration-failed', message: expect.stringContaining('Update this Facet') };

  const older = { ...journal, entries: journal.entries.slice(0, -1) };
  writeFileSync(file, JSON.stringify(older));
  await expect(migrate(url, folder)).rejects.toMatchObject(refused);

  const other = {
    ...journal,
    entries: journal.entries.map((entry, i) => ({ ...entry, when: entry.when - (i === 1 ? 1 : 0) })),
  };
  writeFileSync(file, JSON.stringify(other));
  await expect(migrate(url, folder)).rejects.toMatchObject(refused);
  const { rowCount } = await admin.query('select from drizzle.__drizzle_migrations');
  expect(rowCount).toBe(journal.entries.length);
});

test('a database that is not migrated says so', async () => {
  const { url } = await emptyDatabase();
  const app = new URL(inject('server').appUrl);
  app.pathname = new URL(url).pathname;
  await expect(connect(app.href)).rejects.toMatchObject({ code: 'not-migrated' });
});

test('a database that lacks a migration is refused by programs, and one that was connected to before is seen to lack it', async () => {
  const { url, admin } = await emptyDatabase();
  await migrate(url);
  const app = new URL(inject('server').appUrl);
  app.pathname = new URL(url).pathname;
  const database = await connect(app.href);
  expect(await database.isMigrated()).toBe(true);
  await admin.query(
    'delete from drizzle.__drizzle_migrations where created_at = (select max(created_at) from drizzle.__drizzle_migrations)',
  );
  expect(await database.isMigrated()).toBe(false);
  await expect(connect(app.href)).rejects.toMatchObject({
    code: 'not-migrated',
    message: expect.stringContaining('npm run operate -- migrate'),
  });
  await admin.query('revoke usage on schema drizzle from facet_app');
  expect(await database.isMigrated()).toBe(false);
  await database.close();
});
