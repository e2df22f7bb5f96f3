import { type LookupFunction, isIP } from 'node:net';
import { Agent, request } from 'undici';
import { type CheckedAddress, checkAddress } from './check.ts';
import { AddressError } from './errors.ts';
import type { AddressPolicy } from './policy.ts';

/** No cookie, no authorization: what a receiver needs to trust us is a signature, in the headers of Standard Webhooks. */
export type GuardedHeader = 'accept' | 'content-type' | `webhook-${'id' | 'timestamp' | 'signature'}`;

export interface GuardedRequest {
  /** Default GET. */
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Partial<Record<GuardedHeader, string>>>;
  readonly body?: string | Uint8Array;
  /** Of the response's body. */
  readonly maxBytes: number;
  /** What to do with more: refuse the response (the default), or leave the rest unread because only the status matters. */
  readonly excess?: 'refuse' | 'cut';
  /** For everything together: resolving, connecting, redirects, the last byte. */
  readonly timeoutMs: number;
  /** Followed for GET only, each checked as the first address was. Default 0. */
  readonly maxRedirects?: number;
  readonly signal?: AbortSignal;
}

export interface GuardedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bytes: Uint8Array;
}

/**
 * Fetches an address that somebody gave us, without being led into our own network: the URL and all addresses of its
 * host are checked, and the connection is made to the addresses that were checked, so that a name which resolves to
 * something else a moment later (DNS rebinding) changes nothing. No proxy of the environment is used.
 *
 * Any status is a response, except that redirects which are not followed are errors.
 *
 * @throws AddressError, or the signal's reason
 */
export async function guardedFetch(
  url: string,
  options: GuardedRequest,
  policy: AddressPolicy = {},
): Promise<GuardedResponse> {
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const signal = AbortSignal.any([timeout, ...(options.signal ? [options.signal] : [])]);
  try {
    return await follow(url, options, policy, signal);
  } catch (cause) {
    if (cause instanceof AddressError) throw cause;
    options.signal?.throwIfAborted();
    if (timeout.aborted) {
      throw new AddressError('timeout', `No complete response within ${options.timeoutMs} ms; try again later.`, {
        cause,
      });
    }
    const { code, name } = cause as NodeJS.ErrnoException;
    throw new AddressError('unreachable', `No connection, or it broke off (${code ?? name}); try again later.`, {
      cause,
    });
  }
}

async function follow(
  first: string,
  options: GuardedRequest,
  policy: AddressPolicy,
  signal: AbortSignal,
): Promise<GuardedResponse> {
  const { method = 'GET', maxRedirects = 0 } = options;
  let next = first;
  for (let redirects = method === 'GET' ? maxRedirects : 0; ; redirects--) {
    const checked = await checkAddress(next, policy, signal);
    const response = await send(checked, options, signal);
    const { location } = response.headers;
    if (response.status < 300 || response.status > 399 || response.status === 304) return response;
    if (redirects === 0 || typeof location !== 'string') {
      throw new AddressError('redirect', `${checked.url.host} redirects elsewhere; give the address that it leads to.`);
    }
    const target = URL.parse(location, checked.url);
    if (!target) throw new AddressError('bad-url', `${checked.url.host} redirects to something that is no URL.`);
    next = target.href;
  }
}

/** One request on a connection of its own, so that none is reused that was made for another check. */
async function send(
  { url, addresses }: CheckedAddress,
  { method = 'GET', headers, body, maxBytes, excess = 'refuse' }: GuardedRequest,
  signal: AbortSignal,
): Promise<GuardedResponse> {
  const agent = new Agent({
    // NODE_TLS_REJECT_UNAUTHORIZED must not reach this far.
    connect: { lookup: pinned(addresses), rejectUnauthorized: true },
    allowH2: false,
    maxHeaderSize: 16_384,
  });
  try {
    const response = await request(url, {
      dispatcher: agent,
      method,
      headers: { 'user-agent': 'Facet', 'accept-encoding': 'identity', ...headers },
      ...(body !== undefined && { body }),
      signal,
    });
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      if (length > maxBytes && excess === 'cut') break;
      if (length > maxBytes) {
        throw new AddressError('too-large', `${url.host} sends more than the ${maxBytes} bytes that are taken.`);
      }
      chunks.push(chunk);
    }
    return { status: response.statusCode, headers: response.headers, bytes: Buffer.concat(chunks) };
  } finally {
    await agent.destroy();
  }
}

/** Stands in for the resolver when the connection is made. A host that is an address itself never asks it. */
function pinned(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, options, callback) => {
    if (options.all) callback(null, all);
    else callback(null, all[0]!.address, all[0]!.family);
  };
}
