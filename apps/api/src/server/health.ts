import type { FastifyInstance } from 'fastify';
import { createServer } from 'node:http';
import type { Metrics } from '../metrics.ts';
import type { Services } from '../services.ts';

/** `/healthz`: the process answers, and says which one it is. `/readyz`: so does what it needs. */
export function addHealth(app: FastifyInstance, { database, work }: Services): void {
  app.get('/healthz', { logLevel: 'warn' }, async () => ({ status: 'ok', pid: process.pid }));
  app.get('/readyz', { logLevel: 'warn' }, async (_request, reply) => {
    const parts = { postgres: database.ping(), temporal: work.ping() };
    const names = Object.keys(parts);
    const results = await Promise.allSettled(Object.values(parts));
    const failing = names.filter((_, i) => results[i]!.status === 'rejected');
    return reply
      .code(failing.length === 0 ? 200 : 503)
      .send({ status: failing.length === 0 ? 'ok' : 'failing', failing });
  });
}

/** `/metrics` for Prometheus, on an address of its own that the public does not reach, or nowhere. */
export function addMetrics(app: FastifyInstance, { config, log }: Services, { registry }: Metrics): void {
  const { METRICS_PORT, METRICS_HOST } = config;
  if (METRICS_PORT === undefined) return;
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') return void response.writeHead(404).end();
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  server.on('error', (err) => log.error({ err }, 'metrics cannot be served'));
  app.addHook('onListen', () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    server.listen(METRICS_PORT, METRICS_HOST, resolve);
    return promise;
  });
  app.addHook('preClose', async () => {
    server.closeAllConnections();
    server.close();
  });
}
