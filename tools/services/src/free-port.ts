import { createServer } from 'node:net';
import { ServiceError } from './errors.ts';

/** A TCP port of 127.0.0.1 that nobody listens on; with `wanted` that one, or the error `port-in-use`. */
export function freePort(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (cause) =>
      reject(
        new ServiceError('port-in-use', `Port ${wanted} is taken. Stop what listens there, or ask for another port.`, {
          cause,
        }),
      ),
    );
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : wanted));
    });
  });
}
