import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** For requests in progress once the server goes down. */
const DRAIN_MS = 10_000;
const LOOK_MS = 50;

/**
 * Bounds what `close()` waits for. A connection that browsers open ahead and have not used goes at once, one with a request
 * in progress when that is answered, at the latest after some seconds: Node alone would keep the first until its headers
 * are overdue, and the second for as long as it is kept alive.
 */
export function addDrain(app: FastifyInstance): void {
  const { server } = app;
  const unused = new Set<Socket>();
  server.on('connection', (socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  for (const used of ['request', 'upgrade']) server.on(used, ({ socket }) => unused.delete(socket));
  app.addHook('preClose', async () => {
    for (const socket of unused) socket.destroy();
    const looks = setInterval(() => server.closeIdleConnections(), LOOK_MS);
    const limit = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    server.once('close', () => {
      clearInterval(looks);
      clearTimeout(limit);
    });
  });
}
