import type { CallOptions, Client } from '../client.ts';
import { ClientError } from '../errors/client-error.ts';
import { failureOf, request } from '../transport/request.ts';

/** The bytes at a signed address. @throws ClientError; the signal's reason */
export async function download({ fetch }: Client, url: string, { signal }: CallOptions = {}): Promise<Blob> {
  const response = await request(fetch, url, { signal: signal ?? null });
  if (!response.ok)
    throw new ClientError('service-failed', `A file could not be fetched: ${response.status} ${await response.text()}`);
  return response.blob().catch((cause: unknown) => Promise.reject(failureOf(url, signal, cause)));
}
