import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { MAILS_PATH, type Services } from '../services.ts';
import { CONFIRM_EMAIL_PAGE, invitationPage, RESET_PASSWORD_PAGE } from './account-pages.ts';
import { frontPage } from './front-page.ts';
import { addGraphiql } from './graphiql.ts';
import { addMailPages } from './mail-pages.ts';
import { PAGE_SCRIPT, SCRIPT_PATH } from './plain-page.ts';
import { webHeaders } from './web-headers.ts';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const send = (reply: FastifyReply, page: string): FastifyReply =>
  reply
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': POLICY,
      'cache-control': 'no-store',
    })
    .send(page);

/**
 * For people who come with a browser: `/` says where to go and lets them sign in, `/graphiql` is for whom the schema is shown to, and the
 * links of e-mails lead to the others where there is no web application.
 */
export function addPages(app: FastifyInstance, { auth, config, mails }: Services): void {
  const { introspection, webOrigins } = config;
  const personOf = async ({ headers }: FastifyRequest): Promise<string | undefined> =>
    (await auth.api.getSession({ headers: webHeaders(headers) }))?.user.name;

  app.get('/', async (request, reply) =>
    send(
      reply,
      frontPage({
        person: await personOf(request),
        hasGraphiql: introspection !== 'nobody',
        webOrigin: webOrigins[0],
        mails: mails && MAILS_PATH,
      }),
    ),
  );
  app.get(SCRIPT_PATH, async (_request, reply) => reply.type('text/javascript; charset=utf-8').send(PAGE_SCRIPT));
  app.get('/confirm-email', async (_request, reply) => send(reply, CONFIRM_EMAIL_PAGE));
  app.get('/reset-password', async (_request, reply) => send(reply, RESET_PASSWORD_PAGE));
  app.get<{ Params: { id: string } }>('/invitations/:id', async (request, reply) =>
    send(reply, invitationPage(request.params.id, (await personOf(request)) !== undefined)),
  );
  if (mails) addMailPages(app, mails, send);
  if (introspection === 'nobody') return;
  addGraphiql(app, async (request) => introspection === 'everyone' || (await personOf(request)) !== undefined);
}
