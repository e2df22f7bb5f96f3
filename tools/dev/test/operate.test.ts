import { startPostgres } from '@facet/services';
import { createLinks, openLocalStore } from '@facet/storage';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

const program = fileURLToPath(new URL('../src/operate.ts', import.meta.url));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'facet-operate-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs `npm run operate` on a state folder. */
function operate(state: string, ...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const none = { DATABASE_URL: '', FACET_STORAGE: '', S3_BUCKET: '', FACET_SECRET: '', INIT_CWD: folder };
  return spawnSync(process.execPath, [program, '--state', state, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...none },
  });
}

async function ask(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

const storeOf = (state: string) =>
  openLocalStore(join(folder, state, 'storage'), createLinks('x'.repeat(32), 'http://test.invalid/'));

test('the state folder of npm start is migrated, backed up while its database runs, and restored into a new one', async () => {
  expect(operate('old', 'migrate')).toMatchObject({ status: 0, stdout: expect.stringMatching(/new: [1-9]/) });
  expect(operate('old', 'migrate')).toMatchObject({ status: 0, stdout: expect.stringMatching(/new: 0\.$/m) });
  const running = await startPostgres({ dataDirectory: join(folder, 'old', 'postgres'), durable: false });
  await ask(running.url, `insert into auth."user" (name, email) values ('Somebody', 's@example.org')`);
  await (await storeOf('old')).put('org-1/images/1.png', new Uint8Array(5), 5);
  const made = operate('old', 'backup', 'copy');
  expect(made).toMatchObject({ status: 0, stdout: expect.stringContaining(join(folder, 'old', 'secrets.json')) });
  expect(statSync(join(folder, 'copy')).mode & 0o077).toBe(0);
  await running.stop();

  expect(operate('new', 'restore', 'copy')).toMatchObject({ status: 0 });
  expect(await (await storeOf('new')).getBytes('org-1/images/1.png', 5)).toHaveLength(5);
  const restored = await startPostgres({ dataDirectory: join(folder, 'new', 'postgres'), durable: false });
  expect(await ask(restored.url, 'select name from auth."user"')).toEqual([['Somebody']]);
  await restored.stop();

  expect(operate('new', 'restore', 'copy')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('has accounts'),
  });
  expect(operate('new', 'backup', 'copy')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('is not empty'),
  });
  expect(operate('new', 'restore', 'nowhere')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('no finished'),
  });
  expect(operate('new', 'forget')).toMatchObject({ status: 2 });
});
