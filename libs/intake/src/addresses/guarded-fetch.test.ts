import { once } from 'node:events';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { type AddressInfo, type Server as NetServer, createServer as createNetServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { guardedFetch } from './guarded-fetch.ts';
import type { AddressPolicy } from './policy.ts';

const listen = async (server: NetServer): Promise<number> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

/** Nobody's: routers drop what is sent to TEST-NET-1. */
const NOWHERE = '192.0.2.1';

const insideOrHere = async (host: string): Promise<string[]> => [host === 'inside.test' ? '127.0.0.2' : '127.0.0.1'];

describe('guardedFetch', () => {
  let server: Server;
  let port: number;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let seen: IncomingMessage[];
  let bodies: string[];
  beforeAll(async () => {
    server = createServer((request, response) => {
      seen.push(request);
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => bodies.push(body));
      answer(request, response);
    });
    port = await listen(server);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    seen = [];
    bodies = [];
    answer = (_request, response) => response.end('hello');
  });

  const limits = { maxBytes: 1000, timeoutMs: 20_000 };
  /** Names lead to the local server, which is allowed as an installation's own receiver would be. */
  const local = (changes: AddressPolicy = {}): AddressPolicy => ({
    http: true,
    ports: [port],
    allowedRanges: ['127.0.0.1/32'],
    resolve: async () => ['127.0.0.1'],
    ...changes,
  });
  const url = (path = '/', host = 'receiver.test'): string => `http://${host}:${port}${path}`;

  it('gets status, headers and bytes, of errors too', async () => {
    answer = (_request, response) => response.writeHead(418, { 'x-pot': 'tea' }).end('short and stout');
    const { status, headers, bytes } = await guardedFetch(url('/a?b=c'), limits, local());
    expect([status, headers['x-pot'], Buffer.from(bytes).toString()]).toEqual([418, 'tea', 'short and stout']);
    expect([seen[0]!.url, seen[0]!.headers.host]).toEqual(['/a?b=c', `receiver.test:${port}`]);
  });

  it('sends the body and our headers, and nothing that tells who or where we are', async () => {
    const headers = { 'content-type': 'application/json', 'webhook-signature': 'v1,abc' } as const;
    await guardedFetch(url(), { ...limits, method: 'POST', headers, body: '{"a":1}' }, local());
    expect([seen[0]!.method, bodies[0]]).toEqual(['POST', '{"a":1}']);
    expect(seen[0]!.headers).toEqual({
      ...headers,
      host: `receiver.test:${port}`,
      connection: 'keep-alive',
      'user-agent': 'Facet',
      'accept-encoding': 'identity',
      'content-length': '7',
    });
  });

  it('connects to the address that was checked, whatever the name resolves to afterwards', async () => {
    const answers = [['127.0.0.1'], ['10.0.0.1'], ['10.0.0.1']];
    let asked = 0;
    const resolve = async (): Promise<string[]> => answers[asked++]!;
    expect((await guardedFetch(url('/', 'rebind.test'), limits, local({ resolve }))).status).toBe(200);
    expect(asked).toBe(1);
  });

  it('never reaches loopback when a name is public first and loopback then', async () => {
    const answers = [[NOWHERE], ['127.0.0.1'], ['127.0.0.1']];
    let asked = 0;
    const resolve = async (): Promise<string[]> => answers[asked++]!;
    const policy = local({ resolve, allowedRanges: [`${NOWHERE}/32`] });
    await expect(guardedFetch(url('/', 'rebind.test'), { ...limits, timeoutMs: 500 }, policy)).rejects.toMatchObject({
      retryable: true,
    });
    expect([asked, seen.length]).toEqual([1, 0]);
    await expect(guardedFetch(url('/', 'rebind.test'), limits, policy)).rejects.toMatchObject({
      code: 'forbidden-address',
    });
    expect([asked, seen.length]).toEqual([2, 0]);
  });

  it('refuses loopback without a policy, by number and by name, before anything is sent', async () => {
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '2130706433']) {
      const policy: AddressPolicy = { http: true, ports: [port] };
      const refusal = guardedFetch(url('/', host), limits, policy);
      await expect(refusal).rejects.toMatchObject({ code: 'forbidden-address' });
    }
    expect(seen).toHaveLength(0);
  });

  it('follows no redirect unless told to, and none for POST', async () => {
    answer = (_request, response) => response.writeHead(302, { location: '/elsewhere' }).end();
    await expect(guardedFetch(url(), limits, local())).rejects.toMatchObject({ code: 'redirect' });
    const post = { ...limits, method: 'POST', body: 'x', maxRedirects: 5 } as const;
    await expect(guardedFetch(url(), post, local())).rejects.toMatchObject({ code: 'redirect' });
    expect(seen.map((request) => request.url)).toEqual(['/', '/']);
  });

  it('follows as many redirects as it is told to', async () => {
    answer = (request, response) => {
      const step = Number(request.url!.slice(1));
      if (step === 3) response.end('there');
      else response.writeHead(307, { location: `/${step + 1}` }).end();
    };
    const { bytes } = await guardedFetch(url('/0'), { ...limits, maxRedirects: 3 }, local());
    expect(Buffer.from(bytes).toString()).toBe('there');
    await expect(guardedFetch(url('/0'), { ...limits, maxRedirects: 2 }, local())).rejects.toMatchObject({
      code: 'redirect',
    });
  });

  it.each([
    ['forbidden-address', 'http://inside.test:PORT/'],
    ['forbidden-address', 'http://169.254.169.254:PORT/latest/meta-data'],
    ['forbidden-address', '//[::1]:PORT/'],
    ['scheme', 'file:///etc/passwd'],
    ['port', 'http://receiver.test:22/'],
    ['credentials', 'http://user:password@receiver.test:PORT/'],
    ['bad-url', 'http://'],
  ])('checks where a redirect leads: %s for %s', async (code, location) => {
    const to = location.replace('PORT', String(port));
    answer = (request, response) => {
      if (request.url === '/first') response.writeHead(301, { location: to }).end();
      else response.end('secret');
    };
    const refusal = guardedFetch(url('/first'), { ...limits, maxRedirects: 3 }, local({ resolve: insideOrHere }));
    await expect(refusal).rejects.toMatchObject({ code });
    expect(seen.map((request) => request.url)).toEqual(['/first']);
  });

  it('stops at the size limit, also when the response says nothing about its size or never ends', async () => {
    answer = (_request, response) => response.end(Buffer.alloc(1000));
    expect((await guardedFetch(url(), limits, local())).bytes).toHaveLength(1000);
    answer = (_request, response) => response.end(Buffer.alloc(1001));
    await expect(guardedFetch(url(), limits, local())).rejects.toMatchObject({ code: 'too-large' });
    answer = (_request, response) => {
      const timer = setInterval(() => response.write(Buffer.alloc(400)), 5);
      response.on('close', () => clearInterval(timer));
    };
    await expect(guardedFetch(url(), limits, local())).rejects.toMatchObject({ code: 'too-large', retryable: false });
  });

  it('leaves the rest unread, and takes the status, where only that matters', async () => {
    answer = (_request, response) => {
      response.writeHead(202);
      const timer = setInterval(() => response.write(Buffer.alloc(400)), 5);
      response.on('close', () => clearInterval(timer));
    };
    const { status, bytes } = await guardedFetch(url(), { ...limits, excess: 'cut' }, local());
    expect(status).toBe(202);
    expect(bytes.length).toBeLessThanOrEqual(1000);
  });

  it('does not unpack what is sent packed', async () => {
    const packed = Buffer.from('1f8b08000000000000030300000000000000000000', 'hex');
    answer = (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed);
    expect(Buffer.from((await guardedFetch(url(), limits, local())).bytes)).toEqual(packed);
  });

  it('stops at the time limit: in the resolver, before the headers, and in a body that trickles', async () => {
    const fast = { ...limits, timeoutMs: 300 };
    const timeout = { code: 'timeout', retryable: true };
    const forever = local({ resolve: () => new Promise(() => undefined) });
    await expect(guardedFetch(url(), fast, forever)).rejects.toMatchObject(timeout);
    answer = () => undefined;
    await expect(guardedFetch(url(), fast, local())).rejects.toMatchObject(timeout);
    answer = (_request, response) => {
      const timer = setInterval(() => response.write('x'), 50);
      response.on('close', () => clearInterval(timer));
    };
    await expect(guardedFetch(url(), fast, local())).rejects.toMatchObject(timeout);
  });

  it('ends with the reason of the caller’s signal', async () => {
    answer = () => undefined;
    const signal = AbortSignal.timeout(100);
    await expect(guardedFetch(url(), { ...limits, signal }, local())).rejects.toBe(await reasonOf(signal));
  });

  it('says unreachable when nobody listens, the connection breaks off or no HTTP is spoken', async () => {
    const closed = createServer();
    const free = await listen(closed);
    closed.close();
    const nobody = guardedFetch(`http://receiver.test:${free}/`, limits, local({ ports: [free] }));
    await expect(nobody).rejects.toMatchObject({ code: 'unreachable', retryable: true });
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('half');
      setTimeout(() => response.destroy(), 20);
    };
    await expect(guardedFetch(url(), limits, local())).rejects.toMatchObject({ code: 'unreachable' });
    const other = createNetServer((socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n'));
    const otherPort = await listen(other);
    const foreign = guardedFetch(`http://receiver.test:${otherPort}/`, limits, local({ ports: [otherPort] }));
    await expect(foreign).rejects.toMatchObject({ code: 'unreachable' });
    other.close();
  });

  it('asks for the certificate of the name though it connects to an address, and takes none that is not there', async () => {
    const names: string[] = [];
    const secure = createTlsServer({
      SNICallback: (name, done) => {
        names.push(name);
        done(new Error('No certificate in this test.'));
      },
    });
    secure.on('tlsClientError', () => undefined);
    const securePort = await listen(secure);
    const refusal = guardedFetch(`https://receiver.test:${securePort}/`, limits, local({ ports: [securePort] }));
    await expect(refusal).rejects.toMatchObject({ code: 'unreachable' });
    expect(names).toEqual(['receiver.test']);
    secure.close();
  });
});

async function reasonOf(signal: AbortSignal): Promise<unknown> {
  if (!signal.aborted) await once(signal, 'abort');
  return signal.reason;
}
