import type { FastifyInstance } from 'fastify';
import {
  getOperationAST,
  GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type ExecutionArgs,
  type GraphQLSchema,
} from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { identify, ORGANIZATION_HEADER } from '../auth/viewer.ts';
import type { Context } from '../graphql/context.ts';
import { formatError } from '../graphql/format-error.ts';
import { guard } from '../graphql/guard.ts';
import { LIMITS } from '../graphql/measure.ts';
import { refusal } from '../graphql/refusal.ts';
import type { Metrics } from '../metrics.ts';
import { ForbiddenError } from '../errors.ts';
import { webHeaders } from './web-headers.ts';
import type { Services } from '../services.ts';
import { subscribeAnew } from '../live/event-stream.ts';

const SUBSCRIPTIONS_PER_SOCKET = 50;
const GOING_AWAY = 1001;

/** Subscriptions at /graphql, by the protocol graphql-transport-ws. */
export function addSocket(app: FastifyInstance, schema: GraphQLSchema, services: Services, metrics: Metrics): void {
  const { config, log } = services;
  const allowed = new Set([new URL(config.publicUrl).origin, ...config.webOrigins]);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LIMITS.bodyBytes,
    handleProtocols: (offered) => (offered.has('graphql-transport-ws') ? 'graphql-transport-ws' : false),
  });
  const server = useServer(
    {
      onConnect: () => {
        metrics.sockets.inc();
      },
      onDisconnect: () => metrics.sockets.dec(),
      async onSubscribe(socket, _id, { query, operationName, variables }) {
        if (Object.keys(socket.subscriptions).length > SUBSCRIPTIONS_PER_SOCKET)
          return [
            refusal('BAD_REQUEST', `A socket carries at most ${SUBSCRIPTIONS_PER_SOCKET} subscriptions. Open another.`),
          ];
        const headers = credentials(socket.extra.request, socket.connectionParams);
        return prepare({ query, operationName, variables }, () => contextOf(services, headers));
      },
      // The arguments carry how to make a context anew; see `prepare`.
      subscribe: (args) => subscribeAnew(args, (args as PreparedArgs).freshContext),
      onError: (_socket, _id, _payload, errors) => errors.map((error) => formatError(log, error.toJSON(), error)),
      onNext: (_socket, _id, _payload, _args, { data = null, errors }) =>
        errors ? { data, errors: errors.map((error) => formatError(log, error.toJSON(), error)) } : undefined,
    },
    sockets,
  );

  async function prepare(
    { query, operationName, variables }: { query: string; operationName?: unknown; variables?: unknown },
    freshContext: () => Promise<Context>,
  ): Promise<PreparedArgs | readonly GraphQLError[]> {
    try {
      const document = parsed(query);
      const errors = validate(schema, document);
      if (errors.length > 0)
        return errors.map(({ message, nodes }) => refusal('GRAPHQL_VALIDATION_FAILED', message, { nodes }));
      const name = typeof operationName === 'string' ? operationName : undefined;
      const operation = getOperationAST(document, name);
      if (operation?.operation !== 'subscription')
        return [refusal('BAD_REQUEST', 'The socket takes subscriptions; send queries and mutations by POST.')];
      const variableValues = (variables ?? {}) as Record<string, unknown>;
      const contextValue = await freshContext();
      await guard(schema, document, operation, variableValues, contextValue);
      return { schema, document, operationName: name, variableValues, contextValue, freshContext };
    } catch (error) {
      const { message } = error as Error;
      return [error instanceof GraphQLError ? error : new GraphQLError(message, { originalError: error as Error })];
    }
  }

  app.server.on('upgrade', (request: IncomingMessage, connection: Duplex, head: Buffer) => {
    const { origin } = request.headers;
    const path = request.url?.split('?')[0];
    // A browser names the page's origin and sends its cookies with it; other programs name none.
    if (path !== '/graphql') refuse(connection, '404 Not Found');
    else if (origin !== undefined && !allowed.has(origin)) refuse(connection, '403 Forbidden');
    else sockets.handleUpgrade(request, connection, head, (socket) => sockets.emit('connection', socket, request));
  });
  app.addHook('preClose', async () => {
    for (const socket of sockets.clients) socket.close(GOING_AWAY, 'The server goes down; connect again.');
    await server.dispose();
  });
}

function parsed(query: string): DocumentNode {
  try {
    return parse(query, { maxTokens: LIMITS.tokens });
  } catch (error) {
    throw refusal('GRAPHQL_PARSE_FAILED', (error as GraphQLError).message);
  }
}

interface PreparedArgs extends ExecutionArgs {
  readonly freshContext: () => Promise<Context>;
}

async function contextOf(services: Services, headers: Headers): Promise<Context> {
  const viewer = await identify(services, headers);
  if (viewer && !viewer.permissions.has('read')) throw new ForbiddenError('This API key has no scope `read`.');
  return { services, viewer, log: services.log };
}

/** The cookie of the handshake, or what the client sends once it is connected, since browsers cannot set headers there. */
function credentials(request: IncomingMessage, parameters: Readonly<Record<string, unknown>> | undefined): Headers {
  const headers = webHeaders(request.headers);
  for (const name of ['authorization', ORGANIZATION_HEADER]) {
    const value = parameters?.[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  return headers;
}

function refuse(connection: Duplex, status: string): void {
  connection.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
