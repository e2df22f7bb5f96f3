import type { FastifyInstance } from 'fastify';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Metrics } from '../metrics.ts';
import type { Services } from '../services.ts';

/** A part that does not answer within this time is as good as gone. */
const ANSWER_MS = 5_000;
/** So long an answer stands, because everybody may ask, and asking a bucket costs money. */
const STANDS_MS = 1_000;

/** What the service cannot do without, and the question to each. */
const partsOf = ({ database, store, work }: Services): Readonly<Record<string, () => Promise<unknown>>> => ({
  postgres: () => database.ping(),
  schema: async () => {
    if (!(await database.isMigrated())) throw new Error('The database lacks migrations: npm run operate -- migrate.');
  },
  temporal: () => work.ping(),
  storage: () => store.list('', 1),
});

/** `/healthz`: the process answers, and says which one it is. `/readyz`: so does what it needs. */
export function addHealth(app: FastifyInstance, services: Services): void {
  app.get('/healthz', { logLevel: 'warn' }, async () => ({ status: 'ok', pid: process.pid }));
  const failing = standing(() => failingParts(services));
  app.get('/readyz', { logLevel: 'warn' }, async (_request, reply) => {
    const names = await failing();
    const isReady = names.length === 0;
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ok' : 'failing', failing: names });
  });
}

/** Names of the parts that do not answer, each with a line in the log, which alone says why. */
async function failingParts(services: Services): Promise<string[]> {
  const parts = Object.entries(partsOf(services));
  const results = await Promise.allSettled(
    parts.map(([, ask]) =>
      Promise.race([
        ask(),
        delay(ANSWER_MS, undefined, { ref: false }).then(() => Promise.reject(new Error('no answer'))),
      ]),
    ),
  );
  return parts.flatMap(([name], i) => {
    const result = results[i]!;
    if (result.status === 'fulfilled') return [];
    services.log.warn({ err: result.reason as unknown, part: name }, 'not ready');
    return [name];
  });
}

/** The same question by many at once, and for a moment afterwards, is asked once. */
function standing<Answer>(ask: () => Promise<Answer>): () => Promise<Answer> {
  let answer: Promise<Answer> | undefined;
  return () => {
    if (answer) return answer;
    answer = ask().finally(() => setTimeout(() => (answer = undefined), STANDS_MS).unref());
    return answer;
  };
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
