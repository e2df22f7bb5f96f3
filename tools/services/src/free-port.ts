import { createServer } from 'node:net';
import { ServiceError } from './errors.ts';
import { describePortHolder } from './processes/port-holder.ts';

/**
 * A TCP port of this address that nobody listens on; with `wanted` that one.
 * Throws `ServiceError` `port-in-use`, which says who has it.
 */
export function freePort(wanted = 0, ip = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', (cause: NodeJS.ErrnoException) => {
      const [why, remedy] =
        cause.code === 'EADDRINUSE' ? ['is taken', describePortHolder(wanted)] : ['cannot be used', cause.message];
      const message = `Port ${wanted} of ${ip} ${why}. ${remedy}. Or ask for another port.`;
      reject(new ServiceError('port-in-use', message, { cause }));
    });
    probe.listen(wanted, ip, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : wanted));
    });
  });
}
