import { lookup } from 'node:dns/promises';

/** What an installation allows. The default, `{}`, is for production: https to port 443 of public addresses. */
export interface AddressPolicy {
  /** Takes http too, on port 80. For development. */
  readonly http?: boolean;
  /** Ports, in place of 443 (and 80). */
  readonly ports?: readonly number[];
  /** Ranges in CIDR notation that are taken though they are not public: receivers in one's own network. */
  readonly allowedRanges?: readonly string[];
  /** All addresses of a host. Default: as the operating system resolves it. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
}

export async function resolveBySystem(host: string): Promise<string[]> {
  const answers = await lookup(host, { all: true });
  return answers.map(({ address }) => address);
}
