import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { addressGroup, type TrustedProxies } from './client-address.ts';

export interface ConnectionRules {
  readonly trusted: TrustedProxies;
  /** Connections of one address at once; those of trusted proxies are many people's and are not counted. */
  readonly perAddress: number;
}

const LATER = 'HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\nconnection: close\r\ncontent-length: 0\r\n\r\n';

/**
 * What holds for every connection of a server, whatever becomes of it. Each has a listener for errors as long as it lives, and
 * so have request and answer: Node ends the process for an error that nobody listens to, HTTP's own listener goes away
 * with an upgrade, and any client can make an error by a reset.
 */
export function guardConnections(server: Server, { trusted, perAddress }: ConnectionRules): void {
  const counts = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    socket.on('error', ignore);
    const { remoteAddress } = socket;
    // It was reset before anybody looked.
    if (remoteAddress === undefined) return void socket.destroy();
    if (trusted(remoteAddress, 0)) return;
    const group = addressGroup(remoteAddress);
    const count = (counts.get(group) ?? 0) + 1;
    counts.set(group, count);
    socket.once('close', () => {
      const left = counts.get(group)! - 1;
      if (left === 0) counts.delete(group);
      else counts.set(group, left);
    });
    if (count > perAddress) socket.end(LATER, () => socket.destroy());
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    request.on('error', ignore);
    response.on('error', ignore);
  });
}

/** Whoever waits for the connection hears of it by its `close`. */
const ignore = (): void => undefined;
