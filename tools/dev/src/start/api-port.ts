import { freePort, ServiceError } from '@facet/services';

const PREFERRED = 4000;

/**
 * Port of the API: the one that PORT names, which must be free, or 4000, or any when that is taken.
 * Throws `ServiceError` `port-in-use`, which says who has it.
 */
export async function apiPort(wanted: string | undefined, host: string): Promise<number> {
  if (!wanted) return freePort(PREFERRED, host).catch(() => freePort(0, host));
  const port = Number(wanted);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new ServiceError(
      'port-in-use',
      `PORT=${wanted} is no port: it is a number from 1 to 65535. Correct or unset it.`,
    );
  return freePort(port, host);
}
