import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { randomUUID } from 'node:crypto';
import { identifyOrRefuse } from '../graphql/identify.ts';
import type { Viewer } from '../auth/viewer.ts';
import { createApollo } from '../graphql/apollo.ts';
import type { Context } from '../graphql/context.ts';
import { LIMITS } from '../graphql/measure.ts';
import { addSocket } from './socket.ts';
import { createMetrics } from '../metrics.ts';
import { schema } from '../schema/index.ts';
import type { Services } from '../services.ts';
import { inOperationSpan, noteIdentity } from '../telemetry/operation-span.ts';
import { addCors } from './cors.ts';
import { addDrain } from './drain.ts';
import { addHealth } from './health.ts';
import { addPages } from './pages.ts';
import { addRawRoutes } from './raw-routes.ts';
import { addRefusals } from './refusals.ts';
import { webHeaders } from './web-headers.ts';

/** The API over HTTP and WebSockets, not listening yet. `close()` lets requests in progress end, for some seconds. */
export async function createServer(services: Services): Promise<FastifyInstance> {
  const { config, log } = services;
  const metrics = createMetrics();
  const app: FastifyInstance = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    bodyLimit: LIMITS.bodyBytes,
    genReqId: () => randomUUID(),
    // One line when it is answered says all.
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: 'idle',
    return503OnClosing: false,
  });
  app.addHook('onSend', async (request, reply) => {
    void reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
  });
  app.addHook('onResponse', async (request, { statusCode, elapsedTime }) => {
    const { method, routeOptions } = request;
    const route = routeOptions.url ?? 'none';
    metrics.httpSeconds.observe({ method, route, status: statusCode }, elapsedTime / 1000);
    const ms = Math.round(elapsedTime);
    request.log.info({ req: request, statusCode, ms }, `${method} ${route} ${statusCode} in ${ms} ms`);
  });
  addDrain(app);
  addCors(app, config.webOrigins);
  addHealth(app, services, metrics);
  addRefusals(app);
  await addRawRoutes(app, services);
  addPages(app, services);

  const apollo = createApollo({ schema, isOpen: config.introspection === 'everyone', log, metrics });
  apollo.addPlugin(fastifyApolloDrainPlugin(app));
  await apollo.start();
  const answer = fastifyApolloHandler<Context>(apollo, {
    context: async (request) => {
      const viewer = await identifyOrRefuse(services, webHeaders(request.headers));
      const ids = idsOf(viewer);
      noteIdentity(ids);
      return { services, viewer, log: log.child({ reqId: request.id, ...ids }) };
    },
  });
  app.route({
    method: ['GET', 'POST', 'OPTIONS'],
    url: '/graphql',
    handler: function (this: FastifyInstance, request, reply) {
      return inOperationSpan(async () => answer.call(this, request, reply));
    },
  });
  addSocket(app, schema, services, metrics);
  return app;
}

/** What the log says of who asks. */
const idsOf = (viewer: Viewer | undefined): Record<string, string> =>
  viewer
    ? {
        organizationId: viewer.organizationId,
        ...(viewer.user ? { userId: viewer.user.id } : { apiKeyId: viewer.actor.id }),
      }
    : {};
