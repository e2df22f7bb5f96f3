import http, { type IncomingMessage, type Server } from 'node:http';

/** Milliseconds: what is passed on to the API is small, and files do not come this way. Node waits for five minutes. */
const LIMITS = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 2_000 };

/**
 * Has every HTTP server that this process makes from now on keep to limits of time, and say whom it passes requests on for. Next makes its
 * server by itself and leaves no other place for that.
 */
export function guardServers(limits: http.ServerOptions = LIMITS): void {
  const { createServer } = http;
  http.createServer = ((...args: Parameters<typeof createServer>) => {
    const [options, listener] = typeof args[0] === 'function' ? [{}, args[0]] : args;
    return addingAddresses(createServer({ ...options, ...limits }, listener));
  }) as typeof createServer;
}

function addingAddresses(server: Server): Server {
  server.prependListener('request', addAddress);
  server.prependListener('upgrade', addAddress);
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
