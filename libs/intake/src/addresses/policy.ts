import { lookup } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';

/** What an installation allows. The default, `{}`, is for production: https to port 443 of public addresses. */
export interface AddressPolicy {
  /** Takes http too, on port 80. For development. */
  readonly http?: boolean;
  /** Ports, in place of 443 (and 80). */
  readonly ports?: readonly number[] | 'any';
  /** Ranges in CIDR notation that are taken though they are not public: receivers in one's own network. */
  readonly allowedRanges?: readonly string[];
  /** All addresses of a host. Default: as the operating system resolves it. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
}

/**
 * The policy of an installation that takes addresses of its own network too, and then http and all ports: for development, and
 * for receivers that only it can reach. Without ranges it is the default policy.
 *
 * @param ranges in CIDR notation, with commas between
 * @throws Error that names what is no range
 */
export function policyForRanges(ranges: string): AddressPolicy {
  const allowedRanges = ranges
    .split(',')
    .map((range) => range.trim())
    .filter((range) => range !== '');
  const wrong = allowedRanges.find((range) => !ipaddr.isValidCIDR(range));
  if (wrong !== undefined) throw new Error(`${wrong} is no range of addresses; write it as 10.0.0.0/8 or ::1/128.`);
  return allowedRanges.length === 0 ? {} : { http: true, ports: 'any', allowedRanges };
}

export async function resolveBySystem(host: string): Promise<string[]> {
  const answers = await lookup(host, { all: true });
  return answers.map(({ address }) => address);
}
