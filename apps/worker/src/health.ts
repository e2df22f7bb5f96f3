import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export interface Health {
  readonly port: number;
  close(): void;
}

/** Serves /healthz: 200 while `isWell`, 503 with the reason else. What it says is for whoever starts and ends processes. */
export async function serveHealth(host: string, port: number, problem: () => string | undefined): Promise<Health> {
  const server: Server = createServer((request, response) => {
    const isHealth = request.url === '/healthz';
    const trouble = isHealth ? problem() : 'There is only /healthz here.';
    const status = trouble === undefined ? 200 : isHealth ? 503 : 404;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(trouble === undefined ? { status: 'ok' } : { status: 'error', trouble }));
  });
  server.on('connection', (socket) => socket.on('error', () => undefined));
  server.listen(port, host);
  await once(server, 'listening');
  server.on('error', () => undefined);
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
