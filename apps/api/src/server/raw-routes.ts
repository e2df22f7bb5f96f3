import { fileHandler } from '@facet/storage';
import { toNodeHandler } from 'better-auth/node';
import type { FastifyInstance } from 'fastify';
import { AUTH_PATH } from '../auth/auth.ts';
import { uniform } from '../auth/uniform.ts';
import { FILES_PATH, type Services } from '../services.ts';

/** Signing in and files: their handlers read the request themselves, so Fastify leaves the body alone. */
export async function addRawRoutes(app: FastifyInstance, { auth, store, links, config, log }: Services): Promise<void> {
  const files = fileHandler(store, links, {
    origins: config.webOrigins,
    report: (error) => log.error({ err: error }, 'a file could not be served'),
  });
  const signIn = toNodeHandler(async (request: Request) => {
    const path = new URL(request.url).pathname.slice(AUTH_PATH.length);
    return withRetryAfter(await uniform(path, auth.handler(request)));
  });
  await app.register(async (raw) => {
    raw.removeAllContentTypeParsers();
    raw.addContentTypeParser('*', (_request, _payload, done) => done(null));
    raw.all(`${FILES_PATH}/*`, async (request, reply) => {
      reply.hijack();
      await files(request.raw, reply.raw);
    });
    raw.all(`${AUTH_PATH}/*`, async (request, reply) => {
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) reply.raw.setHeader(name, value);
      reply.hijack();
      await signIn(request.raw, reply.raw);
    });
  });
}

/** better-auth says when to try again in a header of its own; clients look for the one of HTTP. */
function withRetryAfter(answer: Response): Response {
  const seconds = answer.headers.get('x-retry-after');
  if (seconds !== null) answer.headers.set('retry-after', seconds);
  return answer;
}
