import { startServer, type ServerProcess } from '@facet/stack';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { WebSocket } from 'ws';
import { startApi, type TestApi } from './api.ts';
import { callerOf, signUp } from './client.ts';

const SOCKETS = 5;
const CONNECTIONS = 40;

let api: TestApi;
beforeAll(async () => {
  api = await startApi({
    FACET_SOCKETS_PER_ADDRESS: String(SOCKETS),
    FACET_CONNECTIONS_PER_ADDRESS: String(CONNECTIONS),
    FACET_TRUSTED_PROXIES: '',
  });
});
afterAll(() => api.close());

async function open(url: string): Promise<Socket> {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

const seen = (socket: Socket, event: string): Promise<unknown> => new Promise((resolve) => socket.once(event, resolve));

/** Sends these bytes, and resolves to all that comes back until the connection ends. */
async function raw(url: string, text: string): Promise<string> {
  const socket = await open(url);
  let answer = '';
  socket.on('data', (data) => (answer += String(data)));
  socket.write(text);
  await seen(socket, 'close');
  return answer;
}

const UPGRADE = 'host: x\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n';
const KEY = 'sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\nsec-websocket-protocol: graphql-transport-ws\r\n';
const JSON_POST = 'host: x\r\ncontent-type: application/json\r\n';

/** What a client may have sent when its connection breaks. */
const BROKEN: readonly string[] = [
  '',
  'G',
  `GET /graphql HTTP/1.1\r\nhost:`,
  `GET /elsewhere HTTP/1.1\r\n${UPGRADE}${KEY}\r\n`,
  `GET /graphql HTTP/1.1\r\n${UPGRADE}${KEY}origin: https://evil.example\r\n\r\n`,
  `GET /graphql HTTP/1.1\r\n${UPGRADE}\r\n`,
  `GET /graphql HTTP/1.1\r\n${UPGRADE}${KEY}\r\n`,
  `GET /graphql HTTP/1.1\r\n${UPGRADE}${KEY}\r\n\x81\xfe\xff\xff\0\0\0\0{"type":`,
  `GET /graphql HTTP/1.1\r\n${UPGRADE}${KEY}\r\n\xff\xff\xff\xff`,
  `CONNECT x:1 HTTP/1.1\r\nhost: x\r\n\r\n`,
  `POST /graphql HTTP/1.1\r\n${JSON_POST}content-length: 100\r\n\r\n{"query"`,
  `POST /graphql HTTP/1.1\r\n${JSON_POST}transfer-encoding: chunked\r\n\r\n5\r\n{"que`,
  `POST /graphql HTTP/1.1\r\n${JSON_POST}transfer-encoding: chunked\r\n\r\nzz\r\n`,
  `POST /graphql HTTP/1.1\r\n${JSON_POST}expect: 100-continue\r\ncontent-length: 9\r\n\r\n`,
  `POST /api/auth/sign-in/email HTTP/1.1\r\n${JSON_POST}content-length: 100\r\n\r\n{`,
  `PUT /files/x HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nhalf`,
  `GET /graphiql/static/ruru.js HTTP/1.1\r\nhost: x\r\n\r\n`,
  `GET / HTTP/1.1\r\nhost: x\r\n\r\nGET / HTTP/1.1\r\nhost: x\r\n\r\n`,
];

test('no connection that breaks, wherever it does and however, ends the process', async () => {
  const { appUrl, opsUrl, temporalAddress } = inject('servers');
  const folder = mkdtempSync(join(tmpdir(), 'facet-edge-'));
  let server: ServerProcess | undefined;
  try {
    server = await startServer('api', 'apps/api/src/main.ts', {
      DATABASE_APP_URL: appUrl,
      DATABASE_OPS_URL: opsUrl,
      TEMPORAL_ADDRESS: temporalAddress,
      FACET_SECRET: 'a secret of the tests, which is long enough',
      FACET_STORAGE: folder,
    });
    const { url, pid } = server;
    for (let round = 0; round < 20; round++)
      await Promise.all(
        BROKEN.map(async (text, i) => {
          const socket = await open(url);
          socket.write(text, 'latin1');
          // At once, while it is read, and when there is an answer.
          if ((round + i) % 3 === 1) await delay(0);
          if ((round + i) % 3 === 2) await Promise.race([seen(socket, 'data'), seen(socket, 'close'), delay(50)]);
          if (round % 2 === 0) socket.resetAndDestroy();
          else socket.destroy();
        }),
      );
    const health = (await (await fetch(`${url}/healthz`)).json()) as { pid: number };
    expect(health.pid).toBe(pid);
  } finally {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a body at /api/auth is refused by its length, or where it passes what is taken', async () => {
  const head = `POST /api/auth/sign-in/email HTTP/1.1\r\n${JSON_POST}`;
  expect(await raw(api.url, `${head}content-length: 600000000\r\n\r\n`)).toMatch(/^HTTP\/1.1 413 /);
  const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`;
  expect(await raw(api.url, `${head}transfer-encoding: chunked\r\n\r\n${chunk}${chunk}`)).toMatch(/^HTTP\/1.1 413 /);
});

test.each(['GET /', 'GET /healthz', 'HEAD /files/x', 'POST /files/x', 'GET /api/auth/get-session', 'GET /elsewhere'])(
  '%s takes no body, and is not kept waiting for one',
  async (line) => {
    const head = `${line} HTTP/1.1\r\nhost: x\r\n`;
    expect(await raw(api.url, `${head}content-length: 600000000\r\n\r\n`)).toMatch(/^HTTP\/1.1 413 /);
    expect(await raw(api.url, `${head}transfer-encoding: chunked\r\n\r\n`)).toMatch(/^HTTP\/1.1 413 /);
  },
);

test('so many sockets and connections of an address are taken, and one more is told to come back', async () => {
  const sockets = Array.from(
    { length: SOCKETS },
    () => new WebSocket(`${api.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws'),
  );
  await Promise.all(sockets.map((socket) => once(socket, 'open')));
  const refused = await raw(api.url, `GET /graphql HTTP/1.1\r\n${UPGRADE}${KEY}\r\n`);
  expect(refused).toMatch(/^HTTP\/1.1 503 .*\r\nretry-after: \d+\r\n/);
  for (const socket of sockets) socket.terminate();

  const idle = await Promise.all(Array.from({ length: CONNECTIONS }, () => open(api.url)));
  expect(await raw(api.url, 'GET / HTTP/1.1\r\nhost: x\r\n\r\n')).toMatch(/^HTTP\/1.1 503 .*\r\nretry-after: \d+\r\n/);
  for (const socket of idle) socket.destroy();
  await expect.poll(() => fetch(`${api.url}/healthz`).then(({ status }) => status, String)).toBe(200);
});

test('an address that has spent what it may is refused before it is looked at, and others are answered', async () => {
  const small = await startApi({ FACET_POINTS_PER_ADDRESS: '20', FACET_TRUSTED_PROXIES: '1' });
  const ask = (address: string, body = '{"query":"{ __typename }"}') =>
    fetch(`${small.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': `1.1.1.1, ${address}` },
      body,
    });
  const answers: Response[] = [];
  for (let i = 0; i < 30; i++) answers.push(await ask(`2001:db8::${i + 1}`));
  expect(answers[0]!.status).toBe(200);
  const last = answers.at(-1)!;
  expect([last.status, Number(last.headers.get('retry-after')) > 0]).toEqual([429, true]);
  expect(await last.json()).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
  expect((await ask('2001:db8:0:1::1')).status).toBe(200);
  await small.close();
});

test('of an address that has spent what it may, sockets are read no further until it may again', async () => {
  const small = await startApi({ FACET_POINTS_PER_ADDRESS: '20', FACET_TRUSTED_PROXIES: '1' });
  const socket = new WebSocket(`${small.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  let pongs = 0;
  socket.on('message', (data) => (pongs += (JSON.parse(String(data)) as { type: string }).type === 'pong' ? 1 : 0));
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  // So large that few of them arrive together.
  const ping = JSON.stringify({ type: 'ping', payload: { text: 'x'.repeat(100_000) } });
  for (let i = 0; i < 30; i++) socket.send(ping);
  await expect.poll(() => pongs).toBeGreaterThanOrEqual(19);
  const other = await fetch(`${small.url}/graphql?query={__typename}`, {
    headers: { 'x-forwarded-for': '1.1.1.1', 'apollo-require-preflight': 'yes' },
  });
  expect([other.status, pongs < 30]).toEqual([200, true]);
  await expect.poll(() => pongs).toBe(30);
  socket.terminate();
  await small.close();
});

test('the schema, which costs something to write, is charged to a stranger’s address', async () => {
  const small = await startApi({ FACET_POINTS_PER_ADDRESS: '1250' });
  const stranger = callerOf(small);
  const query = '{ __schema { types { name } } }';
  expect((await stranger.run(query)).errors).toEqual([]);
  expect((await stranger.run(query)).errors).toEqual([]);
  const { status, errors } = await stranger.run(query);
  expect([status, errors[0]!.extensions.code]).toEqual([429, 'RATE_LIMITED']);
  await small.close();
});

test('one person’s requests wait for each other over all their organisations, and beyond that are told to come back', async () => {
  const narrow = await startApi({
    FACET_REQUESTS_PER_PERSON: '1',
    FACET_REQUESTS_PER_ADDRESS: '400',
    FACET_CONNECTIONS_PER_ADDRESS: '1000',
  });
  const greedy = await signUp(narrow);
  const other = await signUp(narrow);
  const made = await greedy.run(
    'mutation { createOrganization(name: "Second", slug: "second-one") { ... on Organization { id } } }',
  );
  const second = greedy.within(made.data.createOrganization.id);
  // However fast this machine is, what is asked piles up behind the first until somebody is refused.
  const held = await narrow.admin.connect();
  await held.query('begin; lock table facet.library in access exclusive mode');
  const asked = Array.from({ length: 300 }, (_, i) =>
    (i % 2 === 0 ? greedy : second).run('{ libraries { totalCount } }'),
  );
  await Promise.race(asked);
  expect((await other.run('{ webhooks { totalCount } }')).errors).toEqual([]);
  await held.query('rollback');
  held.release();
  const answers = await Promise.all(asked);
  const busy = answers.filter(({ status }) => status === 503);
  expect(busy.length).toBeGreaterThan(0);
  for (const { status, errors } of answers)
    expect([status, errors[0]?.extensions.code]).toEqual(status === 200 ? [200, undefined] : [503, 'BUSY']);
  await narrow.close();
});
