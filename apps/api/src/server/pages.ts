import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Services } from '../services.ts';
import { FRONT_PAGE_SCRIPT, frontPage, SCRIPT_PATH } from './front-page.ts';
import { addGraphiql } from './graphiql.ts';
import { webHeaders } from './web-headers.ts';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** For people who come with a browser: `/` says where to go and lets them sign in, `/graphiql` is for whom the schema is shown to. */
export function addPages(app: FastifyInstance, { auth, config }: Services): void {
  const { introspection, webOrigins } = config;
  const personOf = async ({ headers }: FastifyRequest): Promise<string | undefined> =>
    (await auth.api.getSession({ headers: webHeaders(headers) }))?.user.name;

  app.get('/', async (request, reply) => {
    const person = await personOf(request);
    const page = frontPage({ person, hasGraphiql: introspection !== 'nobody', webOrigin: webOrigins[0] });
    return reply
      .headers({
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': POLICY,
        'cache-control': 'no-store',
      })
      .send(page);
  });
  app.get(SCRIPT_PATH, async (_request, reply) => reply.type('text/javascript; charset=utf-8').send(FRONT_PAGE_SCRIPT));
  if (introspection === 'nobody') return;
  addGraphiql(app, async (request) => introspection === 'everyone' || (await personOf(request)) !== undefined);
}
