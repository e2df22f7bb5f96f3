import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Mail } from '../auth/mail.ts';
import { MAILS_PATH } from '../services.ts';
import { escape, plainPage } from './plain-page.ts';

/** E-mails that nobody sends, for the developer whose service this is, as a page and as JSON. The newest comes first. */
export function addMailPages(
  app: FastifyInstance,
  mails: readonly Mail[],
  send: (reply: FastifyReply, page: string) => FastifyReply,
): void {
  app.get(MAILS_PATH, async (_request, reply) => send(reply, pageOf(mails)));
  app.get<{ Querystring: { to?: string } }>(`${MAILS_PATH}.json`, async ({ query: { to } }) =>
    mails.filter((mail) => to === undefined || mail.to === to.toLowerCase()).toReversed(),
  );
}

const pageOf = (mails: readonly Mail[]): string =>
  plainPage(
    'E-mails',
    mails
      .toReversed()
      .map(({ to, subject, text }) => `<h2>${escape(subject)}</h2><p>To ${escape(to)}</p><pre>${linked(text)}</pre>`)
      .join('\n') || '<p>None so far.</p>',
  );

const linked = (text: string): string =>
  escape(text).replaceAll(/https?:[^\s<]+/g, (address) => `<a href="${address}">${address}</a>`);
