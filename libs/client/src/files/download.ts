import type { CallOptions, Client } from '../client.ts';
import { ClientError } from '../errors/client-error.ts';
import { failureOf, request } from '../transport/request.ts';

/** The bytes at a signed address. @throws ClientError; the signal's reason */
export async function download(client: Client, url: string, options: CallOptions = {}): Promise<Blob> {
  const response = await open(client, url, options);
  return response.blob().catch((cause: unknown) => Promise.reject(failureOf(url, options.signal, cause)));
}

/** The same as they come, for what is too large to hold; the stream fails with what ended it. @throws ClientError */
export async function downloadStream(
  client: Client,
  url: string,
  options: CallOptions = {},
): Promise<ReadableStream<Uint8Array>> {
  const { body } = await open(client, url, options);
  return body ?? new ReadableStream({ start: (controller) => controller.close() });
}

async function open({ fetch }: Client, url: string, { signal }: CallOptions): Promise<Response> {
  const response = await request(fetch, url, { signal: signal ?? null });
  if (response.ok) return response;
  throw new ClientError('service-failed', `A file could not be fetched: ${response.status} ${await response.text()}`);
}
