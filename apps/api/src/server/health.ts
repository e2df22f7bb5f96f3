import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics.ts';
import type { Services } from '../services.ts';

/** `/healthz`: the process answers, and says which one it is. `/readyz`: so does what it needs. `/metrics`: for Prometheus, not for the public. */
export function addHealth(app: FastifyInstance, { database, work }: Services, { registry }: Metrics): void {
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
  app.get('/metrics', { logLevel: 'warn' }, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}
