import type { CallOptions, Client } from '../client.ts';
import { ClientError } from '../errors/client-error.ts';
import { request } from '../transport/request.ts';
import { putWithXhr, xhrClass } from './put-with-xhr.ts';

/** A stream together with its length, which a signed address fixes. */
export interface SizedStream {
  readonly stream: ReadableStream<Uint8Array>;
  /** In bytes. */
  readonly size: number;
}

/** What is sent: a Blob (a File, too), or a stream. */
export type UploadBody = Blob | SizedStream;

export interface Upload extends CallOptions {
  readonly body: UploadBody;
  /** Is told how many bytes are on their way; at the end, all of them. */
  readonly onProgress?: ((sentBytes: number, totalBytes: number) => void) | undefined;
}

/** A signed address that takes a file. */
export interface UploadTarget {
  readonly url: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/** Sends a file to a signed address. @throws ClientError; the signal's reason */
export async function putFile({ fetch }: Client, target: UploadTarget, upload: Upload): Promise<void> {
  const { body, onProgress = () => undefined, signal } = upload;
  const headers = Object.fromEntries(target.headers.map(({ name, value }) => [name, value]));
  const total = body.size;
  onProgress(0, total);
  const Xhr = xhrClass();
  const { status, text } = Xhr
    ? await putWithXhr(Xhr, target.url, headers, await blobOf(body), (sent) => onProgress(sent, total), signal)
    : await putWithFetch(fetch, target.url, headers, body, (sent) => onProgress(sent, total), signal);
  if (status >= 300)
    throw new ClientError('service-failed', `The file could not be sent: ${status} ${text || 'without a reason'}`);
  onProgress(total, total);
}

/** Pages cannot send a stream of a known length, so it is gathered; large Blobs lie on the browser's disk. */
const blobOf = async (body: UploadBody): Promise<Blob> =>
  body instanceof Blob ? body : new Response(body.stream).blob();

async function putWithFetch(
  fetch: Client['fetch'],
  url: string,
  headers: Readonly<Record<string, string>>,
  body: UploadBody,
  onSent: (bytes: number) => void,
  signal: AbortSignal | undefined,
): Promise<{ status: number; text: string }> {
  let sent = 0;
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      controller.enqueue(chunk);
      onSent((sent += chunk.byteLength));
    },
  });
  const stream = body instanceof Blob ? body.stream() : body.stream;
  const init: RequestInit & { readonly duplex: 'half' } = {
    method: 'PUT',
    // Without it a stream goes in chunks of no known end, which neither S3 nor our own storage takes.
    headers: { ...headers, 'content-length': String(body.size) },
    body: stream.pipeThrough(counted),
    duplex: 'half',
    signal: signal ?? null,
  };
  const response = await request(fetch, url, init);
  return { status: response.status, text: await response.text() };
}
