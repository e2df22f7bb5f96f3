/** The two stores, each with what its tests need around it: the HTTP server of `fileHandler`, and a way to fail. */
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileHandler } from '../src/links/handler.ts';
import { type Links, createLinks } from '../src/links/links.ts';
import { openLocalStore } from '../src/local/open.ts';
import { openS3Store } from '../src/s3/open.ts';
import type { ObjectStore } from '../src/types.ts';
import { startVersitygw, VERSITYGW_CREDENTIALS as credentials } from '@facet/services';

export const ORIGIN = 'https://app.example.com';

export interface Bench {
  readonly store: ObjectStore;
  readonly links: Links;
  /** What the handler reported. */
  readonly reports: unknown[];
  fail(): Promise<void>;
  recover(): Promise<void>;
  close(): Promise<void>;
}

/** A server whose handler is set once the store is there, because the store's links need the server's port. */
async function listen(): Promise<{ server: Server; links: Links }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { server, links: createLinks('a secret of the tests, long enough', `http://127.0.0.1:${port}/api/files`) };
}

function serve(server: Server, store: ObjectStore, links: Links): unknown[] {
  const reports: unknown[] = [];
  const handle = fileHandler(store, links, { origins: [ORIGIN], report: (error) => reports.push(error) });
  server.on('request', (request, response) => void handle(request, response));
  return reports;
}

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

export async function localBench(): Promise<Bench & { readonly folder: string }> {
  const { server, links } = await listen();
  const above = await mkdtemp(join(tmpdir(), 'facet-storage-'));
  const folder = join(above, 'objects');
  const store = await openLocalStore(folder, links);
  return {
    store,
    links,
    folder,
    reports: serve(server, store, links),
    // A disk that is away leaves its mount point, an empty folder.
    async fail() {
      await rename(folder, `${folder}-away`);
      await mkdir(folder);
    },
    async recover() {
      await rm(folder, { recursive: true });
      await rename(`${folder}-away`, folder);
    },
    async close() {
      await close(server);
      await rm(above, { recursive: true, force: true });
    },
  };
}

export async function s3Bench(): Promise<Bench & { readonly direct: ObjectStore; readonly endpoint: string }> {
  const { server, links } = await listen();
  const s3 = await startVersitygw(['pictures']);
  const options = { bucket: 'pictures', region: 'us-east-1', endpoint: s3.endpoint, pathStyle: true, credentials };
  const store = await openS3Store(options, links);
  return {
    store,
    links,
    direct: await openS3Store({ ...options, downloads: 'bucket' }, links),
    endpoint: s3.endpoint,
    reports: serve(server, store, links),
    fail: s3.stop,
    recover: s3.start,
    async close() {
      await close(server);
      await s3.remove();
    },
  };
}
