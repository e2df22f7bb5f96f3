import type { FastifyInstance } from 'fastify';
import { ruruHTML } from 'ruru/server';
import { getStaticFile } from 'ruru/static';

const PATH = '/graphiql';
const STATIC_PATH = `${PATH}/static/`;

/** GraphiQL at /graphiql, every byte of it out of node_modules. */
export function addGraphiql(app: FastifyInstance): void {
  const html = ruruHTML({
    staticPath: STATIC_PATH,
    endpoint: '/graphql',
    subscriptionEndpoint: '/graphql',
  });
  app.get(PATH, async (_request, reply) => reply.type('text/html; charset=utf-8').send(html));
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
