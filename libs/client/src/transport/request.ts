import { ClientError } from '../errors/client-error.ts';

export type Fetch = typeof globalThis.fetch;

/** `fetch`, with an error that says which address does not answer. @throws ClientError `unreachable`; a signal's reason */
export async function request(fetch: Fetch, url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    throw failureOf(url, init.signal, cause);
  }
}

/** What an exchange that broke off ends with: the signal's reason, unless that is the time that an answer may take. */
export function failureOf(url: string, signal: AbortSignal | null | undefined, cause: unknown): unknown {
  const isTimeout = (signal?.reason as Error | undefined)?.name === 'TimeoutError';
  return signal?.aborted && !isTimeout ? signal.reason : unreachable(url, cause);
}

export function unreachable(url: string, cause: unknown): ClientError {
  const { message, cause: deeper } = cause as Error;
  const reason = (deeper as Error | undefined)?.message ?? message;
  const { origin } = new URL(url);
  const text = `${origin} does not answer (${reason}). Check the address and the network.`;
  return new ClientError('unreachable', text, { cause });
}
