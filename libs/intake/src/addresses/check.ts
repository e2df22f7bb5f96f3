import { isIP } from 'node:net';
import { AddressError } from './errors.ts';
import { type AddressPolicy, resolveBySystem } from './policy.ts';
import { isInRanges, isPublicAddress } from './public-address.ts';

const MAX_URL_LENGTH = 2048;

export interface CheckedAddress {
  readonly url: URL;
  /** All addresses of the host, each of them allowed. Only these may be connected to. */
  readonly addresses: readonly string[];
}

/**
 * Checks a URL and everything that its host resolves to, now. The answer is worth something only together with its
 * addresses: the same name may resolve to others a moment later.
 *
 * @param signal ends waiting for the resolver
 * @throws AddressError, or the signal's reason
 */
export async function checkAddress(
  text: string,
  policy: AddressPolicy = {},
  signal?: AbortSignal,
): Promise<CheckedAddress> {
  const url = parse(text, policy);
  // URL parsing has turned 0x7f.1, 2130706433 and their like into four numbers.
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) ? [host] : await resolve(host, policy, signal);
  const allowedRanges = policy.allowedRanges ?? [];
  if (!addresses.every((address) => isPublicAddress(address) || isInRanges(address, allowedRanges))) {
    throw new AddressError(
      'forbidden-address',
      `${url.host} is not, or not only, on the public internet; use an address that everybody can reach.`,
    );
  }
  return { url, addresses };
}

function parse(text: string, policy: AddressPolicy): URL {
  const url = text.length <= MAX_URL_LENGTH ? URL.parse(text) : null;
  if (!url) throw new AddressError('bad-url', `This is not a URL of at most ${MAX_URL_LENGTH} characters.`);
  if (url.protocol !== 'https:' && !(policy.http && url.protocol === 'http:')) {
    throw new AddressError('scheme', `${url.protocol}// is not taken here; use https://.`);
  }
  if (url.username || url.password) {
    throw new AddressError('credentials', 'The URL has a user name or password in it; leave them out.');
  }
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  const ports = policy.ports ?? (policy.http ? [443, 80] : [443]);
  if (ports !== 'any' && !ports.includes(port)) {
    throw new AddressError('port', `Port ${port} is not taken here; use ${ports.join(' or ')}.`);
  }
  return url;
}

async function resolve(host: string, policy: AddressPolicy, signal?: AbortSignal): Promise<readonly string[]> {
  const { resolve: ask = resolveBySystem } = policy;
  const answer = ask(host).catch((cause: unknown) => {
    throw new AddressError('unresolvable', `The host ${host} cannot be found; check its name.`, { cause });
  });
  const addresses = await (signal ? Promise.race([answer, aborted(signal)]) : answer);
  if (addresses.length > 0) return addresses;
  throw new AddressError('unresolvable', `The host ${host} has no address; check its name.`);
}

/** The system's resolver cannot be stopped, only left alone. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason as Error);
    else signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
