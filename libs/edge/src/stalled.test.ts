import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { endStalled } from './stalled.ts';

const LOOK_MS = 50;
const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

async function serve(answer: RequestListener): Promise<{ server: Server; client: () => Promise<Socket> }> {
  const server = createServer(answer);
  server.on('error', (error) => expect.unreachable(String(error)));
  endStalled(server, { bytesPerLook: 1_000, lookEveryMs: LOOK_MS });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  return {
    server,
    async client() {
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      closing.push(() => socket.destroy());
      return socket;
    },
  };
}

const POST = 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n';

test('a body that is half sent, or comes by drops, ends its connection', async () => {
  const { client } = await serve((request) => void request.resume());
  const [half, drops] = [await client(), await client()];
  half.write(`${POST}half`);
  drops.write(POST);
  const dripping = setInterval(() => drops.write('x'), 10);
  closing.push(() => clearInterval(dripping));
  await Promise.all([half, drops].map((socket) => new Promise((resolve) => socket.once('close', resolve))));
  expect([half.destroyed, drops.destroyed]).toEqual([true, true]);
});

test('an answer that nobody takes ends its connection', async () => {
  const { server, client } = await serve((_request, response) => void response.end(Buffer.alloc(50_000_000)));
  const gone = new Promise<boolean>((resolve) =>
    server.on('connection', (socket) => socket.once('close', () => resolve(true))),
  );
  const reader = await client();
  reader.pause();
  reader.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  expect(await gone).toBe(true);
});

test('work that takes long, and a body that comes slowly but steadily, are left alone', async () => {
  const { client } = await serve((request, response) => {
    request.resume();
    request.once('end', () => setTimeout(() => response.end('done'), 10 * LOOK_MS));
  });
  const socket = await client();
  let text = '';
  socket.on('data', (data) => (text += String(data)));
  socket.write('POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 40000\r\n\r\n');
  for (let i = 0; i < 40; i++) {
    socket.write(Buffer.alloc(1_000));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await once(socket, 'close');
  expect(text).toMatch(/done$/);
});
