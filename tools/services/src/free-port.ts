import { createServer } from 'node:net';
import { ServiceError } from './errors.ts';
import { describePortHolder } from './processes/port-holder.ts';

/** A TCP port that nobody else gets until it is released, right before it is used. */
export interface HeldPort {
  readonly port: number;
  release(): Promise<void>;
}

/**
 * Takes a TCP port of this address that nobody listens on; with `wanted` that one. It answers nobody, and keeps no process alive.
 * Throws `ServiceError` `port-in-use`, which says who has it.
 */
export function holdPort(wanted = 0, ip = '127.0.0.1'): Promise<HeldPort> {
  return new Promise((resolve, reject) => {
    const probe = createServer((socket) => socket.destroy());
    probe.on('error', (cause: NodeJS.ErrnoException) => {
      const [why, remedy] =
        cause.code === 'EADDRINUSE' ? ['is taken', describePortHolder(wanted)] : ['cannot be used', cause.message];
      const message = `Port ${wanted} of ${ip} ${why}. ${remedy}. Or ask for another port.`;
      reject(new ServiceError('port-in-use', message, { cause }));
    });
    probe.listen(wanted, ip, () => {
      probe.unref();
      const address = probe.address();
      resolve({
        port: typeof address === 'object' && address ? address.port : wanted,
        release: () => new Promise((released) => probe.close(() => released())),
      });
    });
  });
}

/** One that is free at this moment; see `holdPort`. */
export async function freePort(wanted?: number, ip?: string): Promise<number> {
  const held = await holdPort(wanted, ip);
  await held.release();
  return held.port;
}
