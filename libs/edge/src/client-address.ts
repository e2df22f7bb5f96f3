import proxyaddr from '@fastify/proxy-addr';
import ipaddr from 'ipaddr.js';
import type { IncomingMessage } from 'node:http';

/** Whether the word of an address is taken for whom it speaks for. `hop` counts from us: 0 is the other end of the socket. */
export type TrustedProxies = (address: string, hop: number) => boolean;

/**
 * Reads FACET_TRUSTED_PROXIES: nothing, how many proxies there are one behind the other, or their addresses and ranges with
 * commas between. Throws a TypeError that names what is no range.
 */
export function readTrustedProxies(setting: string): TrustedProxies {
  if (setting.trim() === '') return () => false;
  if (/^\d+$/.test(setting)) return (_address, hop) => hop < Number(setting);
  const ranges = setting.split(',').map((range) => range.trim());
  // To the library this is an address, written as a number.
  const wrong = ranges.find((range) => /^\d*$/.test(range));
  if (wrong !== undefined) throw new TypeError(`invalid IP address: ${wrong}`);
  return proxyaddr.compile(ranges);
}

/**
 * Who sent a request: the socket's address, or what trusted proxies say of it in `X-Forwarded-For`, read from the right up to
 * the first address that is not trusted. What a client wrote there itself is further left and never reached.
 */
export const clientAddress = (trusted: TrustedProxies, request: IncomingMessage): string =>
  proxyaddr.all(request, trusted).findLast((address) => ipaddr.isValid(address)) ?? 'unknown';

/**
 * What is counted together: an address of IPv4, also one that is written as IPv6, or the /64 of one of IPv6, of which every
 * customer has as many addresses as they like.
 */
export function addressGroup(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  const [network] = ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toNormalizedString()}/64`)
    .toNormalizedString()
    .split('%');
  return `${network}/64`;
}
