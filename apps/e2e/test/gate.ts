import { once } from 'node:events';
import { createServer, request as send, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that has come in part, and stays so until it is let through or its sender ends. */
export interface Held {
  release(): void;
}

/**
 * The way between the service and its storage, on which a request can be kept: so a worker is caught while it writes, which
 * otherwise takes a few milliseconds.
 */
export interface Gate {
  readonly endpoint: string;
  /** Keeps the next PUT of a key that ends with this, once half of its first bytes have passed. */
  hold(keyEnd: string): Promise<Held>;
  close(): Promise<void>;
}

interface Hold {
  readonly keyEnd: string;
  readonly caught: (held: Held) => void;
}

export async function openGate(target: string): Promise<Gate> {
  const { hostname, port } = new URL(target);
  const holds: Hold[] = [];
  const server = createServer((request, response) => {
    // The signature covers the name of the host, so all headers pass as they are.
    const { method, url: path, headers } = request;
    const onward = send({ hostname, port, method, path, headers });
    onward.on('response', (answer) => answer.pipe(response.writeHead(answer.statusCode!, answer.headers)));
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    const at = holds.findIndex(({ keyEnd }) => method === 'PUT' && path!.split('?')[0]!.endsWith(keyEnd));
    if (at < 0) request.pipe(onward);
    else keep(request, onward, holds.splice(at, 1)[0]!);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold: (keyEnd) => new Promise((caught) => void holds.push({ keyEnd, caught })),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function keep(request: IncomingMessage, onward: NodeJS.WritableStream, { caught }: Hold): void {
  request.once('data', (chunk: Buffer) => {
    request.pause();
    const half = chunk.length >> 1;
    onward.write(chunk.subarray(0, half));
    caught({
      release() {
        onward.write(chunk.subarray(half));
        request.pipe(onward);
      },
    });
  });
}
