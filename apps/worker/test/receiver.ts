import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Receiver {
  /** The address of a path of one's own, which answers with these statuses, one after another, the last one ever after. */
  address(...statuses: readonly number[]): string;
  /** What came to an address, in order. */
  received(address: string): readonly Received[];
  close(): void;
}

/** Somebody else's server, which webhooks lead to. It listens on every address of this machine's loopback. */
export async function startReceiver(): Promise<Receiver> {
  const paths = new Map<string, { statuses: readonly number[]; received: Received[] }>();
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const path = paths.get(request.url!);
      path?.received.push({ headers: request.headers, body });
      answer(response, path?.statuses[path.received.length - 1] ?? path?.statuses.at(-1) ?? 404);
    });
  });
  server.listen(0, '0.0.0.0');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address(...statuses) {
      const path = `/${paths.size}`;
      paths.set(path, { statuses, received: [] });
      return `http://127.0.0.1:${port}${path}`;
    },
    received: (address) => paths.get(new URL(address).pathname)!.received,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function answer(response: ServerResponse, status: number): void {
  const isRedirect = status >= 300 && status < 400;
  response.writeHead(status, isRedirect ? { location: '/elsewhere' } : {}).end('some text of the receiver');
}
