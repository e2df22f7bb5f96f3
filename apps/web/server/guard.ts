import { endStalled, guardConnections, SLOWEST, type ConnectionRules } from '@facet/edge';
import http, { type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { parseAndValidateFlightRouterState } from 'next/dist/server/app-render/parse-and-validate-flight-router-state.js';

/** Milliseconds: what is passed on to the API is small, and files do not come this way. Node waits for five minutes. */
const LIMITS = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 2_000 };

/** A request that Next passes on has some ten of `close` from Next alone, each for good; from twice that on something leaks. */
const LISTENERS = 20;

/**
 * Has every HTTP server that this process makes from now on keep to limits of time and of connections, say whom it passes requests on for,
 * and hear nothing that Next fails at. Next makes its server by itself and leaves no other place for that.
 */
export function guardServers(connections: ConnectionRules, limits: http.ServerOptions = LIMITS): void {
  const { createServer } = http;
  http.createServer = ((...args: Parameters<typeof createServer>) => {
    const [options, listener] = typeof args[0] === 'function' ? [{}, args[0]] : args;
    const server = createServer({ ...options, ...limits }, listener);
    guardConnections(server, connections);
    endStalled(server, SLOWEST);
    return reading(server);
  }) as typeof createServer;
}

function reading(server: Server): Server {
  server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) =>
    response.setMaxListeners(LISTENERS),
  );
  for (const event of ['request', 'upgrade'])
    server.prependListener(event, (request: IncomingMessage) => {
      addAddress(request);
      dropBrokenState(request);
    });
  return server;
}

/**
 * Writes whose request it is behind what `X-Forwarded-For` says already, as every proxy has to. Next leaves a header that is
 * there as it is, so that a client could say of itself that it is somebody else.
 */
function addAddress({ headers, socket }: IncomingMessage): void {
  const said = headers['x-forwarded-for'];
  headers['x-forwarded-for'] = [said, socket.remoteAddress].filter(Boolean).join(', ');
}

const STATE = 'next-router-state-tree';

/** What a browser says that it shows already. Next answers what it cannot read with 500, and what is not there with the whole page. */
function dropBrokenState({ headers }: IncomingMessage): void {
  try {
    parseAndValidateFlightRouterState(headers[STATE]);
  } catch {
    delete headers[STATE];
  }
}
