import type { FastifyInstance, FastifyRequest } from 'fastify';
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
  app.get(PATH, async (request, reply) =>
    (await isFor(request)) ? reply.type('text/html; charset=utf-8').send(html) : reply.redirect('/'),
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
