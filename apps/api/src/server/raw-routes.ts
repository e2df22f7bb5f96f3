import { fileHandler } from '@facet/storage';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AUTH_PATH } from '../auth/auth.ts';
import { OPEN_PATHS } from '../auth/open-paths.ts';
import { ADDRESS_HEADER } from '../auth/client-address-header.ts';
import { uniform } from '../auth/uniform.ts';
import { FILES_PATH, type Services } from '../services.ts';
import { addressGroup } from '@facet/edge';
import { addressOf, untilAnswered } from './admission.ts';
import { webHeaders } from './web-headers.ts';

/** Far above any form; who signs in is not known yet. */
const AUTH_BODY_BYTES = 16_384;

/** Files: their handler reads the request itself, so Fastify leaves the body alone. The signature says how long it is. */
export async function addFiles(app: FastifyInstance, { store, links, config, log }: Services): Promise<void> {
  const files = fileHandler(store, links, {
    origins: config.webOrigins,
    report: (error) => log.error({ err: error }, 'a file could not be served'),
  });
  await app.register(async (raw) => {
    raw.removeAllContentTypeParsers();
    raw.addContentTypeParser('*', (_request, _payload, done) => done(null));
    raw.all(`${FILES_PATH}/*`, async (request, reply) => {
      reply.hijack();
      await files(request.raw, reply.raw);
    });
  });
}

/** Signing in: better-auth takes and gives the web's requests and answers. */
export async function addAuthRoutes(app: FastifyInstance, { auth, config, edge }: Services): Promise<void> {
  await app.register(async (routes) => {
    routes.removeAllContentTypeParsers();
    routes.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: AUTH_BODY_BYTES }, (_request, body, done) =>
      done(null, body),
    );
    routes.addHook('preHandler', (request, reply) =>
      untilAnswered(edge.addresses, addressGroup(addressOf(request)), reply),
    );
    for (const [method, paths] of Object.entries(OPEN_PATHS))
      for (const path of paths)
        routes.route({
          method,
          url: `${AUTH_PATH}${path}`,
          bodyLimit: AUTH_BODY_BYTES,
          exposeHeadRoute: false,
          handler: async (request, reply) =>
            reply.send(
              withRetryAfter(
                await uniform(path, auth.handler(webRequest(config.publicUrl, `${AUTH_PATH}${path}`, request))),
              ),
            ),
        });
  });
}

/** @param path as the route has it: however a client spells it, no other is asked for */
function webRequest(publicUrl: string, path: string, request: FastifyRequest): Request {
  const { method, body } = request;
  const url = new URL(path, publicUrl);
  url.search = new URL(request.url, publicUrl).search;
  const headers = webHeaders(request.headers);
  headers.set(ADDRESS_HEADER, addressOf(request));
  return new Request(url, {
    method,
    headers,
    ...(body instanceof Buffer && body.length > 0 && { body: new Uint8Array(body) }),
  });
}

/** better-auth says when to try again in a header of its own; clients look for the one of HTTP. */
function withRetryAfter(answer: Response): Response {
  const seconds = answer.headers.get('x-retry-after');
  if (seconds !== null) answer.headers.set('retry-after', seconds);
  return answer;
}
