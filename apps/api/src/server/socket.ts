import type { FastifyInstance } from 'fastify';
import { getOperationAST, GraphQLError, validate, type GraphQLSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { identify, ORGANIZATION_HEADER } from '../auth/viewer.ts';
import type { Context } from '../graphql/context.ts';
import { formatError } from '../graphql/format-error.ts';
import { guard } from '../graphql/guard.ts';
import { LIMITS, parseDocument, pointsOf, refuseTooLarge } from '../graphql/document-limits.ts';
import { readDocument, spendAllowance, type Stranger } from '../graphql/turns.ts';
import { addressGroup, clientAddress } from '@facet/edge';
import { refusal } from '../graphql/refusal.ts';
import type { Metrics } from '../metrics.ts';
import { NoAllowanceError } from '../edge/allowance.ts';
import { ForbiddenError } from '../errors.ts';
import { webHeaders } from './web-headers.ts';
import type { Services } from '../services.ts';
import { subscribeAnew, type SubscriptionArgs } from '../live/event-stream.ts';

const SUBSCRIPTIONS_PER_SOCKET = 50;
const GOING_AWAY = 1001;
const IDLE_LOOK_MS = 60_000;

/** Subscriptions at /graphql, by the protocol graphql-transport-ws. */
export function addSocket(app: FastifyInstance, schema: GraphQLSchema, services: Services, metrics: Metrics): void {
  const { config, log, edge } = services;
  const groupOf = (request: IncomingMessage): string => addressGroup(clientAddress(edge.trusted, request));
  const open = new Map<string, number>();
  const allowed = new Set([new URL(config.publicUrl).origin, ...config.webOrigins]);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LIMITS.bodyBytes,
    handleProtocols: (offered) => (offered.has('graphql-transport-ws') ? 'graphql-transport-ws' : false),
  });
  const server = useServer(
    {
      onConnect: ({ extra: { socket }, subscriptions }) => {
        metrics.sockets.inc();
        endIdle(socket, subscriptions);
      },
      onDisconnect: () => metrics.sockets.dec(),
      async onSubscribe(socket, _id, { query, operationName, variables }) {
        if (Object.keys(socket.subscriptions).length > SUBSCRIPTIONS_PER_SOCKET)
          return [
            refusal('BAD_REQUEST', `A socket carries at most ${SUBSCRIPTIONS_PER_SOCKET} subscriptions. Open another.`),
          ];
        const { request } = socket.extra;
        const headers = credentials(request, socket.connectionParams);
        const stranger = { services, addressGroup: groupOf(request) };
        return prepare({ query, operationName, variables }, stranger, () => contextOf(stranger, headers));
      },
      // `prepare` made the arguments.
      subscribe: (args) => subscribeAnew(args as SubscriptionArgs),
      onError: (_socket, _id, _payload, errors) => errors.map((error) => formatError(log, error.toJSON(), error)),
      onNext: (_socket, _id, _payload, _args, { data = null, errors }) =>
        errors ? { data, errors: errors.map((error) => formatError(log, error.toJSON(), error)) } : undefined,
    },
    sockets,
  );

  async function prepare(
    { query, operationName, variables }: { query: string; operationName?: unknown; variables?: unknown },
    stranger: Stranger,
    freshContext: () => Promise<Context>,
  ): Promise<SubscriptionArgs | readonly GraphQLError[]> {
    try {
      await spendAllowance(stranger, pointsOf(query));
      const { document, errors } = await readDocument(stranger, () => {
        const parsed = parseDocument(query);
        refuseTooLarge(parsed);
        return { document: parsed, errors: validate(schema, parsed) };
      });
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
    else if ((open.get(groupOf(request)) ?? 0) >= config.FACET_SOCKETS_PER_ADDRESS)
      refuse(connection, '503 Service Unavailable\r\nretry-after: 5');
    else sockets.handleUpgrade(request, connection, head, (socket) => sockets.emit('connection', socket, request));
  });
  sockets.on('connection', (socket, request) => {
    const group = groupOf(request);
    open.set(group, (open.get(group) ?? 0) + 1);
    // graphql-ws listens for the first error of a socket, and not for more.
    socket.on('error', (error) => log.debug({ err: error }, 'a socket broke'));
    socket.on(
      'message',
      () => void edge.allowance.spend(group, 1).catch((refused: unknown) => readLater(socket, refused)),
    );
    socket.once('close', () => {
      const left = open.get(group)! - 1;
      if (left === 0) open.delete(group);
      else open.set(group, left);
    });
  });
  sockets.on('error', (error) => log.error({ err: error }, 'the socket server failed'));
  app.addHook('preClose', async () => {
    for (const socket of sockets.clients) socket.close(GOING_AWAY, 'The server goes down; connect again.');
    await server.dispose();
  });
}

/** Closes a socket over which nothing is watched, at the second look. Clients connect again when they have something to watch. */
function endIdle(socket: WebSocket, subscriptions: Readonly<Record<string, unknown>>): void {
  let idle = 0;
  const looks = setInterval(() => {
    idle = Object.keys(subscriptions).length === 0 ? idle + 1 : 0;
    if (idle === 2) socket.close(GOING_AWAY, 'Nothing is watched; connect again.');
  }, IDLE_LOOK_MS);
  socket.once('close', () => clearInterval(looks));
}

async function contextOf(
  { services, addressGroup }: { readonly services: Services; readonly addressGroup: string },
  headers: Headers,
): Promise<Context> {
  const viewer = await identify(services, headers);
  if (viewer && !viewer.permissions.has('read')) throw new ForbiddenError('This API key has no scope `read`.');
  return { services, viewer, headers, addressGroup, log: services.log };
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

/** Of an address that has used up its allowance nothing more is read for a while: refusing costs almost as much as doing. */
function readLater(socket: WebSocket, refused: unknown): void {
  if (!(refused instanceof NoAllowanceError)) throw refused;
  if (socket.isPaused) return;
  socket.pause();
  // One that has closed meanwhile takes no notice of it.
  setTimeout(() => socket.resume(), refused.retryAfterSeconds * 1_000).unref();
}

function refuse(connection: Duplex, status: string): void {
  connection.once('finish', () => connection.destroy());
  connection.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
