import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { ruruHTML } from 'ruru/server';
import { getStaticFile } from 'ruru/static';

const PATH = '/graphiql';
const STATIC_PATH = `${PATH}/static/`;

/** GraphiQL at /graphiql, every byte of it out of node_modules. Who may not have it is sent where one signs in. */
export function addGraphiql(app: FastifyInstance, isFor: (request: FastifyRequest) => Promise<boolean>): void {
  const html = ruruHTML({
    staticPath: STATIC_PATH,
    endpoint: '/graphql',
    subscriptionEndpoint: '/graphql',
  });
  const policy = policyOf(html);
  app.get(PATH, async (request, reply) =>
    (await isFor(request))
      ? reply.type('text/html; charset=utf-8').header('content-security-policy', policy).send(html)
      : reply.redirect('/'),
  );
  app.get(`${STATIC_PATH}*`, async (request, reply) => {
    const acceptEncoding = request.headers['accept-encoding'];
    const file = await getStaticFile({
      staticPath: STATIC_PATH,
      urlPath: request.url,
      acceptEncoding: Array.isArray(acceptEncoding) ? acceptEncoding.join() : acceptEncoding,
      disallowDevAssets: false,
    });
    if (!file) return reply.callNotFound();
    return reply.headers(file.headers).send(file.content);
  });
}

/** Runs the page's own scripts, by their hashes, and what this origin has; it asks nobody else for anything. */
function policyOf(html: string): string {
  const hashes = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>(.*?)<\/script>/gs)].map(
    ([, script]) => `'sha256-${createHash('sha256').update(script!).digest('base64')}'`,
  );
  return [
    "default-src 'none'",
    `script-src 'self' ${hashes.join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "worker-src 'self' blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
