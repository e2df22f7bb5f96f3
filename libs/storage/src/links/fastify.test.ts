import Fastify, { type FastifyInstance } from 'fastify';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLocalStore } from '../local/open.ts';
import type { ObjectStore } from '../types.ts';
import { fileHandler } from './handler.ts';
import { createLinks } from './links.ts';

describe('the file handler inside of Fastify, mounted as the README says', () => {
  const app: FastifyInstance = Fastify();
  let folder: string;
  let store: ObjectStore;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'facet-storage-'));
    let handle: ReturnType<typeof fileHandler>;
    await app.register(async (files) => {
      files.removeAllContentTypeParsers();
      files.addContentTypeParser('*', (_request, _payload, done) => done(null));
      files.all('/files/*', async (request, reply) => {
        reply.hijack();
        await handle(request.raw, reply.raw);
      });
    });
    app.post('/echo', (request, reply) => reply.send(request.body));
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const links = createLinks('a secret of the tests, long enough', `http://127.0.0.1:${port}/files`);
    store = await openLocalStore(folder, links);
    handle = fileHandler(store, links, { origins: [], report: () => undefined });
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('streams uploads larger than the body limit of Fastify, and downloads', async () => {
    const bytes = randomBytes(3 << 20);
    const { url, method, headers } = await store.signUpload('a/b.png', bytes.length, 60);
    expect((await fetch(url, { method, headers, body: bytes })).status).toBe(200);
    const download = await store.signDownload('a/b.png', { expiresInSeconds: 60, fileName: 'b.png' });
    const answer = await fetch(download.url);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    expect((await fetch(download.url, { method: 'HEAD' })).headers.get('content-length')).toBe(String(bytes.length));
  });

  it('refuses what is not signed, and leaves the other routes as they are', async () => {
    const { origin } = new URL((await store.signUpload('a/b.png', 1, 60)).url);
    expect((await fetch(`${origin}/files/a/b.png`)).status).toBe(403);
    const headers = { 'content-type': 'application/json' };
    const echo = await fetch(`${origin}/echo`, { method: 'POST', headers, body: '{"a":1}' });
    expect(await echo.json()).toEqual({ a: 1 });
  });
});
