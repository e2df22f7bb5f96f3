import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { smtpMailer } from './mail.ts';

const received: { from: string | false; to: string[]; message: string }[] = [];
const server = new SMTPServer({
  // Nobody certifies a server of a test.
  disabledCommands: ['STARTTLS'],
  onAuth({ username, password }, _session, done) {
    if (username === 'facet' && password === 'p@ss') done(null, { user: username });
    else done(new Error('Wrong name or password'));
  },
  onData(stream, { envelope: { mailFrom, rcptTo } }, done) {
    text(stream).then((message) => {
      received.push({ from: mailFrom && mailFrom.address, to: rcptTo.map(({ address }) => address), message });
      done();
    }, done);
  },
});
const MAIL = {
  to: 'somebody@example.org',
  subject: 'Confirm your address',
  text: 'Follow this: https://x.example/?a=b',
};
const mailer = (password: string) => {
  const { port } = server.server.address() as AddressInfo;
  return smtpMailer(`smtp://facet:${encodeURIComponent(password)}@127.0.0.1:${port}`, 'Facet <facet@example.com>');
};

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
});
afterAll(() => new Promise<void>((resolve) => server.close(resolve)));

test('an e-mail reaches the SMTP server, signed in, with sender, subject and link as they were given', async () => {
  await mailer('p@ss').send(MAIL);
  expect(received).toMatchObject([{ from: 'facet@example.com', to: [MAIL.to] }]);
  expect(received[0]!.message).toContain('From: Facet <facet@example.com>');
  expect(received[0]!.message).toContain(`Subject: ${MAIL.subject}`);
  expect(received[0]!.message).toContain(MAIL.text);
});

test('an SMTP server that refuses is an error for whoever sends', async () => {
  await expect(mailer('wrong').send(MAIL)).rejects.toMatchObject({ code: 'EAUTH' });
});
