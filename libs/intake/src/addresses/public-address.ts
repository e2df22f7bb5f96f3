import ipaddr from 'ipaddr.js';

/** What IPv6 hands out to the internet (RFC 4291, 2.4); the library's `unicast` is everything it has no name for. */
const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3');

/** Azure's platform services, inside of a range that is otherwise public. Other clouds use link-local or private ones. */
const AZURE_PLATFORM = '168.63.129.16';

/**
 * Whether an address is an ordinary one of the public internet: not private, loopback, link-local (which has the
 * metadata services of clouds), carrier-grade NAT, multicast, reserved, a documentation range, or an IPv6 form that
 * carries an IPv4 address (mapped, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address) || address === AZURE_PLATFORM) return false;
  const parsed = ipaddr.parse(address);
  return parsed.range() === 'unicast' && (parsed.kind() === 'ipv4' || parsed.match(GLOBAL_IPV6));
}

/** Whether an address lies in one of the ranges, each in CIDR notation. */
export function isInRanges(address: string, ranges: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  return ranges.some((range) => {
    const [network, bits] = ipaddr.parseCIDR(range);
    return network.kind() === parsed.kind() && parsed.match(network, bits);
  });
}
