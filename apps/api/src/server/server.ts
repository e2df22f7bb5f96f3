import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance, type FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { identifyOrRefuse } from '../graphql/identify.ts';
import type { Viewer } from '../auth/viewer.ts';
import { createApollo } from '../graphql/apollo.ts';
import type { Context } from '../graphql/context.ts';
import { isKnownToFit, LIMITS, pointsOf, refuseTooLargeText } from '../graphql/document-limits.ts';
import { orBusy, readDocument, spendAllowance } from '../graphql/turns.ts';
import { addSocket } from './socket.ts';
import { createMetrics } from '../metrics.ts';
import { schema } from '../schema/index.ts';
import type { Services } from '../services.ts';
import { inOperationSpan, noteIdentity } from '../telemetry/operation-span.ts';
import { addressGroup, endStalled, guardConnections, SLOWEST } from '@facet/edge';
import { addAdmission, addressOf, untilAnswered } from './admission.ts';
import { addCors } from './cors.ts';
import { addDrain } from './drain.ts';
import { addExports } from './exports.ts';
import { addHealth, addMetrics } from './health.ts';
import { addPages } from './pages.ts';
import { addAuthRoutes, addFiles } from './raw-routes.ts';
import { addRefusals } from './refusals.ts';
import { addSharedPictures } from './shared-pictures.ts';
import { webHeaders } from './web-headers.ts';

/** For the headers of a request, and for all of it: an upload of the largest kind over a slow line. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 600_000;
/** Looked at as often. */
const OVERDUE_MS = 5_000;
/** A connection over which nothing at all goes, in the middle of a request. */
const SILENT_MS = 120_000;
/** The API over HTTP and WebSockets, not listening yet. `close()` lets requests in progress end, for some seconds. */
export async function createServer(services: Services): Promise<FastifyInstance> {
  const { config, log, edge } = services;
  const metrics = createMetrics(services);
  const app: FastifyInstance = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    bodyLimit: LIMITS.bodyBytes,
    genReqId: () => randomUUID(),
    // One line when it is answered says all.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: edge.trusted,
    forceCloseConnections: 'idle',
    connectionTimeout: SILENT_MS,
    requestTimeout: REQUEST_MS,
    http: { headersTimeout: HEADERS_MS, connectionsCheckingInterval: OVERDUE_MS },
    return503OnClosing: false,
  });
  guardConnections(app.server, { trusted: edge.trusted, perAddress: config.FACET_CONNECTIONS_PER_ADDRESS });
  endStalled(app.server, SLOWEST);
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
  addHealth(app, services);
  addMetrics(app, services, metrics);
  addRefusals(app);
  addAdmission(app, edge);
  await addFiles(app, services);
  await addAuthRoutes(app, services);
  addPages(app, services);
  addExports(app, services);
  await addSharedPictures(app, services);

  const apollo = createApollo({ schema, isOpen: config.introspection === 'everyone', log, metrics });
  apollo.addPlugin(fastifyApolloDrainPlugin(app));
  await apollo.start();
  const answer = fastifyApolloHandler<Context>(apollo, {
    context: async (request, reply) => {
      const headers = webHeaders(request.headers);
      const viewer = await identifyOrRefuse(services, headers);
      if (viewer) await orBusy(untilAnswered(edge.people, viewer.subject, reply));
      const ids = idsOf(viewer);
      noteIdentity(ids);
      const group = addressGroup(addressOf(request));
      return { services, viewer, headers, addressGroup: group, log: log.child({ reqId: request.id, ...ids }) };
    },
  });
  app.route({
    method: ['GET', 'POST', 'OPTIONS'],
    url: '/graphql',
    preHandler: async (request, reply) => {
      const query = documentOf(request);
      const group = addressGroup(addressOf(request));
      await untilAnswered(edge.addresses, group, reply);
      if (query === undefined) return;
      const stranger = { services, addressGroup: group };
      await spendAllowance(stranger, pointsOf(query));
      if (!isKnownToFit(query)) await readDocument(stranger, () => refuseTooLargeText(query));
    },
    handler: function (this: FastifyInstance, request, reply) {
      return inOperationSpan(async () => answer.call(this, request, reply));
    },
  });
  addSocket(app, schema, services, metrics);
  return app;
}

/** Undefined where there is none, or only the hash of one that came before. */
function documentOf({ body, query }: FastifyRequest): string | undefined {
  const { query: document } = (body ?? query ?? {}) as { readonly query?: unknown };
  return typeof document === 'string' ? document : undefined;
}

/** What the log says of who asks. */
const idsOf = (viewer: Viewer | undefined): Record<string, string> =>
  viewer
    ? {
        organizationId: viewer.organizationId,
        ...(viewer.user ? { userId: viewer.user.id } : { apiKeyId: viewer.actor.id }),
      }
    : {};
