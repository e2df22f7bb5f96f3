import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';

/** Where attacks come from: another address of this machine than that of everybody else. */
export const ATTACKER = '127.0.0.2';

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** A client at an address of this machine, with so many connections. */
export function clientAt(localAddress: string, connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, localAddress });
  return {
    async send(url: string, { method = 'POST', headers, body }: Sent): Promise<Answer> {
      const asked = request(url, { agent, method, headers: { 'content-type': 'application/json', ...headers } });
      const { promise, resolve, reject } = Promise.withResolvers<Answer>();
      asked.on('error', reject);
      asked.on('response', async (response) => {
        try {
          let text = '';
          for await (const chunk of response) text += String(chunk);
          resolve({ status: response.statusCode ?? 0, text });
        } catch (error) {
          reject(error as Error);
        }
      });
      asked.end(body);
      return promise;
    },
    close: () => agent.destroy(),
  };
}

/** A connection from the attacker's address; what breaks it is no matter. */
export async function openSocket(url: string): Promise<Socket> {
  const { port, hostname } = new URL(url);
  const socket = connect({ port: Number(port), host: hostname, localAddress: ATTACKER });
  socket.on('error', () => undefined);
  await Promise.race([once(socket, 'connect'), new Promise((resolve) => socket.once('close', resolve))]);
  return socket;
}
