import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from './free-port.ts';
import { createManager } from './processes/manager.ts';
import { startPostgres } from './postgres/start.ts';
import { checkDatabaseUrl } from './postgres/check-url.ts';
import { startServices, type Services } from './start-services.ts';
import { checkTemporalAddress } from './temporal/check-address.ts';
import { temporalProgram } from './temporal/program.ts';

let root: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'facet-services-'));
  await temporalProgram({ say: console.error });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Started extends Services {
  readonly process: ChildProcess;
}

const program = fileURLToPath(new URL('../test/serving.ts', import.meta.url));

/** Starts the services in a process of their own, as `npm start` does. */
async function startElsewhere(stateDirectory: string): Promise<Started> {
  const { DATABASE_URL: _, TEMPORAL_ADDRESS: __, ...env } = process.env;
  const child = spawn(process.execPath, [program, stateDirectory], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (data) => (output += String(data)));
  for (;;) {
    const line = output.split('\n').find((line) => line.includes('databaseUrl'));
    if (line) return { ...(JSON.parse(line.slice(line.indexOf('{'))) as Services), process: child };
    if (child.exitCode !== null) throw new Error(output);
    await delay(20);
  }
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

test('both answer; after kill -9 and after Ctrl-C a further start finds the same data', async () => {
  const stateDirectory = join(root, 'state');
  const first = await startElsewhere(stateDirectory);
  await checkTemporalAddress(first.temporalAddress);
  await query(first.databaseUrl, 'create table kept as select 42 as answer');
  first.process.kill('SIGKILL');
  await once(first.process, 'exit');

  const second = await startElsewhere(stateDirectory);
  await expect(checkDatabaseUrl(first.databaseUrl)).rejects.toMatchObject({ code: 'unreachable' });
  expect(await query(second.databaseUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
  second.process.kill('SIGINT');
  expect(await once(second.process, 'exit')).toEqual([130, null]);

  const third = await startElsewhere(stateDirectory);
  expect(await query(third.databaseUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
  third.process.kill('SIGINT');
  await once(third.process, 'exit');
});

test('servers that DATABASE_URL and TEMPORAL_ADDRESS name are used and left running', async () => {
  const postgres = await startPostgres({ dataDirectory: join(root, 'given'), durable: false });
  const manager = await createManager({ stateDirectory: join(root, 'other'), say: () => undefined });
  // Something that listens is enough here.
  const env = { DATABASE_URL: postgres.url, TEMPORAL_ADDRESS: `127.0.0.1:${postgres.port}` };
  const services = await startServices(manager, env);
  expect(services).toEqual({ databaseUrl: env.DATABASE_URL, temporalAddress: env.TEMPORAL_ADDRESS });
  await manager.stop();
  await checkDatabaseUrl(postgres.url);

  const wrong = (change: (url: URL) => void): string => {
    const url = new URL(postgres.url);
    change(url);
    return url.href;
  };
  const closed = await freePort();
  const broken: [string, RegExp][] = [
    ['localhost', /DATABASE_URL is no URL; it has the form postgres:/],
    ['mysql://localhost/facet', /begins with mysql:/],
    [wrong((url) => (url.password = 'guess')), /Check the user and the password/],
    [wrong((url) => (url.pathname = '/missing')), /createdb missing/],
    [wrong((url) => (url.port = String(closed))), new RegExp(`127.0.0.1:${closed}.*Check that the server runs`)],
    [wrong((url) => (url.hostname = 'no-such-host.invalid')), /Check the host/],
  ];
  for (const [url, message] of broken) {
    const error = await checkDatabaseUrl(url).catch((error: Error) => error);
    expect(error).toMatchObject({ code: 'unreachable', message: expect.stringMatching(message) });
    expect((error as Error).message).toContain('unset it');
    expect((error as Error).message).not.toContain(new URL(postgres.url).password);
    expect((error as Error).message).not.toContain('guess');
  }
  await postgres.stop();
});
