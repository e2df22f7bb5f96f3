import type { FastifyInstance } from 'fastify';
import { ORGANIZATION_HEADER } from '../auth/viewer.ts';
import { FILES_PATH } from '../services.ts';

const HEADERS = ['content-type', 'authorization', ORGANIZATION_HEADER, 'apollo-require-preflight'].join(', ');

/** Lets the configured web applications send requests with cookies. Files answer for themselves. */
export function addCors(app: FastifyInstance, origins: readonly string[]): void {
  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith(`${FILES_PATH}/`)) return;
    void reply.header('vary', 'origin');
    const { origin } = request.headers;
    if (origin === undefined || !origins.includes(origin)) return;
    void reply.header('access-control-allow-origin', origin).header('access-control-allow-credentials', 'true');
    if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return;
    await reply
      .code(204)
      .headers({
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers': HEADERS,
        'access-control-max-age': '600',
      })
      .send();
  });
}
