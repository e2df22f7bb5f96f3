import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { create as contentDisposition } from 'content-disposition';
import { StorageError, type StorageErrorCode } from '../errors.ts';
import { contentTypeOf } from '../keys.ts';
import type { ObjectStore } from '../types.ts';
import type { DownloadGrant, Links, UploadGrant } from './links.ts';

const STATUS: Readonly<Record<StorageErrorCode, number>> = {
  'bad-key': 400,
  'bad-signature': 403,
  expired: 403,
  'not-found': 404,
  'too-large': 413,
  misconfigured: 500,
  unavailable: 503,
};

export interface FileHandlerOptions {
  /** Origins of web pages that may PUT and read, such as `https://app.example.com`. */
  readonly origins: readonly string[];
  /** Gets what the person at the other end cannot mend: storage that fails or is set up wrongly. */
  readonly report: (error: unknown) => void;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Serves the addresses that `links` sign, out of any store: PUT, GET and HEAD, streamed. For Node's http server, and for
 * Fastify after `reply.hijack()` (README). The signature is the only authority: no cookie is read. Never rejects.
 */
export function fileHandler(store: ObjectStore, links: Links, { origins, report }: FileHandlerOptions): Handler {
  return async (request, response) => {
    allowOrigin(request, response, origins);
    try {
      if (request.method === 'OPTIONS') preflight(response);
      else if (request.method === 'PUT') await upload(store, links.verifyUpload(request.url ?? ''), request, response);
      else if (request.method === 'GET' || request.method === 'HEAD') {
        await download(store, links.verifyDownload(request.url ?? ''), request, response);
      } else response.writeHead(405, { allow: 'GET, HEAD, PUT, OPTIONS' }).end();
    } catch (error) {
      fail(error, request, response, report);
    }
  };
}

async function upload(store: ObjectStore, grant: UploadGrant, request: IncomingMessage, response: ServerResponse) {
  const { headers } = request;
  const contentType = contentTypeOf(grant.key);
  // HTTP holds the body to its Content-Length, so the header is all that has to be compared.
  if (headers['content-type'] !== contentType || headers['content-length'] !== String(grant.sizeBytes)) {
    throw new StorageError(
      'bad-signature',
      `This address takes ${grant.sizeBytes} bytes of ${contentType}; send them with these Content-Length and Content-Type headers.`,
    );
  }
  try {
    await store.put(grant.key, request.iterator({ destroyOnReturn: false }), grant.sizeBytes);
  } catch (error) {
    // The rest of the body, whose size is known, is let through, so that the client gets to read the answer.
    request.resume();
    throw error;
  }
  response.writeHead(200, { 'content-length': 0 }).end();
}

async function download(store: ObjectStore, grant: DownloadGrant, request: IncomingMessage, response: ServerResponse) {
  const head = request.method === 'HEAD';
  const { info, body } = head ? { info: await store.head(grant.key) } : await store.get(grant.key);
  response.writeHead(200, {
    'content-type': info.contentType,
    'content-length': info.sizeBytes,
    'content-disposition': contentDisposition(grant.fileName, { type: grant.disposition }),
    // What was uploaded by one person is shown to others from this origin: it is never a page, whatever is in it.
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'cross-origin',
    'referrer-policy': 'no-referrer',
    // As long as the address, which is asked for again before it ends.
    'cache-control': `private, max-age=${Math.max(Math.floor((grant.expiresAt.getTime() - Date.now()) / 1000), 0)}`,
  });
  if (body === undefined) response.end();
  else await pipeline(body, response);
}

function preflight(response: ServerResponse): void {
  response
    .writeHead(204, {
      'access-control-allow-methods': 'GET, HEAD, PUT',
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '600',
    })
    .end();
}

function allowOrigin(request: IncomingMessage, response: ServerResponse, origins: readonly string[]): void {
  response.setHeader('vary', 'origin');
  const { origin } = request.headers;
  if (origin !== undefined && origins.includes(origin)) response.setHeader('access-control-allow-origin', origin);
}

function fail(
  error: unknown,
  request: IncomingMessage,
  response: ServerResponse,
  report: FileHandlerOptions['report'],
): void {
  const known = error instanceof StorageError ? error : undefined;
  const status = known ? STATUS[known.code] : 500;
  // A client that goes away in the middle is no failure of ours.
  const isAbandoned = !known && response.destroyed;
  if (status >= 500 && !isAbandoned) report(error);
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  // What the storage says about itself (folders, buckets) stays here.
  const message = status >= 500 ? 'The file storage does not work at the moment; try again.' : known?.message;
  const text = JSON.stringify({ error: { code: known?.code ?? 'unavailable', message } });
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    ...(known?.retryable && { 'retry-after': '5' }),
    // The body of a request that has no right to be here is not read.
    ...(!request.complete && !request.readableFlowing && { connection: 'close' }),
  });
  response.end(text);
}
