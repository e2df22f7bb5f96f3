import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPostgres } from './start.ts';
import { usePostgres } from './use.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'facet-services-'));
  // Root's own folder, which the server's account cannot enter.
  chmodSync(root, 0o700);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

test('data outlives a stop, also in a folder that only its owner can enter', async () => {
  const dataDirectory = join(root, 'kept');
  const first = await startPostgres({ dataDirectory, durable: false });
  await query(first.url, 'create table kept as select 42 as answer');
  await first.stop();
  await first.ended;
  const second = await startPostgres({ dataDirectory, durable: false });
  expect(await query(second.url, 'select answer from kept')).toEqual([[42]]);
  await expect(startPostgres({ dataDirectory })).rejects.toMatchObject({ code: 'data-in-use' });
  await second.stop();
});

test('a wrong password is refused', async () => {
  const server = await startPostgres({ dataDirectory: join(root, 'secret'), durable: false });
  const url = new URL(server.url);
  url.password = 'guess';
  await expect(query(url.href, 'select 1')).rejects.toThrow('password authentication failed');
  await server.stop();
});

test('a taken port is named, with what to do', async () => {
  const other = createServer();
  const port = await new Promise<number>((resolve) =>
    other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port)),
  );
  const start = startPostgres({ dataDirectory: join(root, 'port'), port });
  await expect(start).rejects.toMatchObject({ code: 'port-in-use', message: expect.stringContaining(String(port)) });
  other.close();
});

test('whoever needs the database for a moment gets the one that runs, or one that ends with it', async () => {
  const dataDirectory = join(root, 'used');
  const ask = (): Promise<unknown[]> => usePostgres(dataDirectory, (url) => query(url, 'select inet_server_port()'));
  await ask();
  const server = await startPostgres({ dataDirectory, durable: false });
  expect(await ask()).toEqual([[server.port]]);
  expect(await query(server.url, 'select 1')).toEqual([[1]]);
  process.kill(server.pid, 'SIGKILL');
  await server.ended;
  expect(await ask()).toHaveLength(1);
});
