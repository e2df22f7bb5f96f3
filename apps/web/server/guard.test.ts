import { once } from 'node:events';
import type http from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import { createRequire } from 'node:module';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { guardServers } from './guard.ts';

const servers: Server[] = [];

const CONNECTIONS = { trusted: () => false, perAddress: 2 };
beforeAll(() =>
  guardServers(CONNECTIONS, { headersTimeout: 300, requestTimeout: 600, connectionsCheckingInterval: 100 }),
);
afterEach(() => servers.splice(0).forEach((server) => server.close()));

/** A server made as Next makes its own, and what it is asked with. */
async function nextServer(): Promise<{ port: number; server: Server; asked: IncomingHttpHeaders[] }> {
  const asked: IncomingHttpHeaders[] = [];
  const { createServer } = createRequire(import.meta.url)('node:http') as typeof http;
  const server = createServer((request, response) => {
    asked.push(request.headers);
    request.resume().on('end', () => response.end());
  });
  server.on('upgrade', ({ headers }, socket) => {
    asked.push(headers);
    socket.on('error', () => socket.destroy()).end();
  });
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { port: (server.address() as AddressInfo).port, server, asked };
}

/** Sends what is no more than this, and waits until the server has had enough. */
async function sendAndWait(port: number, text: string): Promise<void> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  socket.resume().write(text);
  await once(socket, 'close');
}

const head = (...lines: string[]): string => ['GET / HTTP/1.1', 'Host: facet', ...lines, '', ''].join('\r\n');
const CLOSE = 'Connection: close';
const UPGRADE = ['Connection: Upgrade', 'Upgrade: websocket'];

test.each([
  ['a request', [CLOSE]],
  ['a WebSocket', UPGRADE],
])('%s is passed on for the address that it came from', async (_, lines) => {
  const { port, asked } = await nextServer();
  await sendAndWait(port, head(...lines));
  expect(asked.map((headers) => headers['x-forwarded-for'])).toEqual(['127.0.0.1']);
});

test.each([
  ['a request', [CLOSE]],
  ['a WebSocket', UPGRADE],
])('%s that calls itself another has its address behind that', async (_, lines) => {
  const { port, asked } = await nextServer();
  await sendAndWait(port, head('X-Forwarded-For: 203.0.113.7', ...lines));
  expect(asked.map((headers) => headers['x-forwarded-for'])).toEqual(['203.0.113.7, 127.0.0.1']);
});

test.each([
  [11, 'as many as Next has in a request that it passes on are no leak', 0],
  [40, 'what leaks is said', 1],
])('of %i listeners of one answer %s', async (listeners, _, warnings) => {
  const warned: string[] = [];
  const note = ({ name }: Error): void => void warned.push(name);
  process.on('warning', note);
  const { port, server } = await nextServer();
  server.on('request', (_request, response) => {
    for (let made = 0; made < listeners; made++) response.on('close', () => undefined);
  });
  await sendAndWait(port, head(CLOSE));
  process.off('warning', note);
  expect(warned).toEqual(Array(warnings).fill('MaxListenersExceededWarning'));
});

test('headers that never end do not hold a connection', async () => {
  const { port, asked } = await nextServer();
  await sendAndWait(port, 'GET / HTTP/1.1\r\nHost: facet\r\n');
  expect(asked).toEqual([]);
});

test('a body that never ends does not hold a connection', async () => {
  const { port, asked } = await nextServer();
  await sendAndWait(port, 'POST / HTTP/1.1\r\nHost: facet\r\nContent-Length: 100\r\n\r\n{');
  expect(asked).toHaveLength(1);
});

test('an address has so many connections at once and no more', async () => {
  const { port } = await nextServer();
  const held = Array.from({ length: CONNECTIONS.perAddress }, () => connect(port, '127.0.0.1'));
  await Promise.all(held.map((socket) => once(socket, 'connect')));
  const more = connect(port, '127.0.0.1').on('error', () => undefined);
  const [answer] = (await once(more, 'data')) as [Buffer];
  held.forEach((socket) => socket.destroy());
  expect(String(answer)).toMatch(/^HTTP\/1\.1 503 .*retry-after/is);
});

const STATE = encodeURIComponent(JSON.stringify(['', {}]));

test.each([
  ['is read', STATE, STATE],
  ['is no JSON', '%7B%', undefined],
  ['is JSON of something else', encodeURIComponent('{"a":1}'), undefined],
])('what a browser says that it shows, which %s, reaches Next only if Next can read it', async (_, sent, kept) => {
  const { port, asked } = await nextServer();
  await sendAndWait(port, head(`Next-Router-State-Tree: ${sent}`, CLOSE));
  expect(asked.map((headers) => headers['next-router-state-tree'])).toEqual([kept]);
});
