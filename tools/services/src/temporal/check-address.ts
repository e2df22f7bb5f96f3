import { connect } from 'node:net';
import { ServiceError } from '../errors.ts';

const ANSWER_MS = 5_000;
const DEFAULT_PORT = 7233;

/**
 * Makes sure that something listens where TEMPORAL_ADDRESS points to. Whether it is Temporal, with the right certificate and
 * key, is found out by who connects in earnest. Throws `ServiceError` `unreachable`.
 */
export async function checkTemporalAddress(address: string): Promise<void> {
  const match = /^\[?([^[\]/]+?)\]?(?::(\d+))?$/.exec(address);
  if (!match) throw unreachable(address, 'it has the form host:port');
  const [, host = '', port = DEFAULT_PORT] = match;
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ host, port: Number(port), timeout: ANSWER_MS });
    const fail = (why: string): void => {
      socket.destroy();
      reject(unreachable(address, why));
    };
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.on('error', (error) => fail(error.message));
    socket.once('timeout', () => fail(`no answer within ${ANSWER_MS / 1000} s`));
  });
}

const unreachable = (address: string, why: string): ServiceError =>
  new ServiceError(
    'unreachable',
    `TEMPORAL_ADDRESS=${address} cannot be reached: ${why}. Start that server, correct the address, or unset TEMPORAL_ADDRESS, and Facet starts a Temporal of its own.`,
  );
