import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { finished } from 'node:stream/promises';
import { addressGroup, clientAddress } from '@facet/edge';
import type { Edge } from '../edge/edge.ts';
import type { Turns } from '../edge/turns.ts';
import { FILES_PATH } from '../services.ts';

const addresses = new WeakMap<FastifyRequest, string>();

/** Of the client, as trusted proxies have it. */
export const addressOf = (request: FastifyRequest): string => addresses.get(request) ?? 'unknown';

/** What happens to a request before anything of it is read: its address is found and charged, and a body that nobody wants refused. */
export function addAdmission(app: FastifyInstance, { trusted, allowance }: Edge): void {
  app.addHook('onRequest', async (request, reply) => {
    const address = clientAddress(trusted, request.raw);
    addresses.set(request, address);
    await allowance.spend(addressGroup(address), 1);
    if (!isBodyUnwanted(request)) return;
    // Whatever else comes would be read to its end before the next request.
    await reply
      .code(413)
      .header('connection', 'close')
      .send({ errors: [{ message: `${request.method} takes no body.`, extensions: { code: 'BAD_REQUEST' } }] });
  });
}

const isBodyUnwanted = ({ method, headers, url }: FastifyRequest): boolean =>
  (method === 'GET' ||
    method === 'HEAD' ||
    method === 'OPTIONS' ||
    (url.startsWith(`${FILES_PATH}/`) && method !== 'PUT')) &&
  (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0);

/** Waits for a turn, which lasts until the request is answered or its client has gone. Throws `NoTurnError`. */
export const untilAnswered = (turns: Turns, key: string, { raw }: FastifyReply): Promise<void> =>
  new Promise((resolve, reject) => {
    turns
      .take(key, async () => {
        resolve();
        await finished(raw).catch(() => undefined);
      })
      .catch(reject);
  });
