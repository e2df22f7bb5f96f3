import { confirmEmail, signUp as register } from '@facet/client';
import { freePort } from '@facet/services';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';
import { callerOf, PASSWORD, tokenOf, type Caller } from './client.ts';

/** Whom the server takes nothing for, as if there were no such mailbox. */
const NOBODY = 'nobody@example.org';

interface Received {
  readonly to: string;
  readonly text: string;
}

let port: number;
let metricsPort: number;
let api: TestApi;
let owner: Caller;
const received: Received[] = [];
let server: SMTPServer | undefined;

/** An SMTP server at the address that the API knows. */
async function startSmtp(): Promise<void> {
  server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo({ address }, _session, done) {
      const refusal = Object.assign(new Error(`No such user: ${address}`), { responseCode: 550 });
      done(address === NOBODY && isRefusing ? refusal : undefined);
    },
    onData(stream, { envelope: { rcptTo } }, done) {
      text(stream).then((message) => {
        // Long lines are broken, and what breaks them is written with a number.
        const plain = message.replaceAll('=\r\n', '').replaceAll('=3D', '=');
        received.push({ to: rcptTo[0]!.address, text: plain });
        done();
      }, done);
    },
  });
  server.on('error', () => undefined);
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
}
const stopSmtp = async (): Promise<void> => {
  const closing = server;
  server = undefined;
  if (closing) await new Promise<void>((resolve) => closing.close(resolve));
};
let isRefusing = true;

beforeAll(async () => {
  [port, metricsPort] = [await freePort(), await freePort()];
  await startSmtp();
  const SMTP_URL = `smtp://127.0.0.1:${port}`;
  const environment = { SMTP_URL, FACET_MAIL_RETRY_SECONDS: '1', METRICS_PORT: String(metricsPort) };
  api = await startApi(environment, { keepsMails: true });
  const email = `${randomUUID()}@example.org`;
  await register({ url: api.url, name: 'Ada', email, password: PASSWORD });
  const { cookie = '' } = await confirmEmail({ url: api.url, token: tokenOf(await mailTo(email)), password: PASSWORD });
  owner = callerOf(api, { cookie });
});
afterAll(async () => {
  await api?.close();
  await stopSmtp();
});

async function mailTo(address: string): Promise<{ to: string; subject: string; text: string }> {
  for (;;) {
    const found = received.findLast(({ to }) => to === address);
    if (found) return { subject: '', ...found };
    await delay(20);
  }
}

async function invite(email: string): Promise<string> {
  const { data } = await owner.run(
    'mutation ($email: String!) { inviteMember(email: $email, role: MEMBER) { ... on Invitation { id delivery } } }',
    { email },
  );
  return data.inviteMember.id;
}

const deliveryOf = async (invitationId: string): Promise<string> =>
  (await owner.run('query ($id: ID!) { node(id: $id) { ... on Invitation { delivery } } }', { id: invitationId })).data
    .node.delivery;
const becomes = async (invitationId: string, delivery: string): Promise<void> => {
  await expect.poll(() => deliveryOf(invitationId)).toBe(delivery);
};

const metrics = async (): Promise<string> => (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
/** Lines of the log about e-mails, as they were written. */
const logged = (message: string): string[] => api.logLines.filter((line) => line.includes(message));

test('an e-mail that no server takes waits, sealed, shows so to owner and operator, and is sent once there is a server', async () => {
  await stopSmtp();
  const email = `${randomUUID()}@example.org`;
  const id = await invite(email);
  await expect.poll(() => logged('will be tried again').length).toBeGreaterThan(1);
  expect(await deliveryOf(id)).toBe('WAITING');
  expect(await metrics()).toContain('facet_mails{state="waiting"} 1');
  const { rows } = await api.admin.query<{ last_error: string }>('select * from auth.mail');
  expect(rows).toHaveLength(1);
  expect(rows[0]!.last_error).toContain('ECONNREFUSED');
  expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${email}|/invitations/|${id}`));

  await startSmtp();
  expect((await mailTo(email)).text).toContain(`/invitations/${id}`);
  await becomes(id, 'SENT');
  expect((await api.admin.query('select from auth.mail')).rowCount).toBe(0);
  expect(await metrics()).toContain('facet_mails{state="waiting"} 0');
  expect(received.filter(({ to }) => to === email)).toHaveLength(1);
});

test('one that a server refuses for good is given up at once, shows so, and is sent when they are invited again', async () => {
  isRefusing = true;
  const id = await invite(NOBODY);
  await becomes(id, 'FAILED');
  expect(await metrics()).toContain('facet_mails{state="failed"} 1');
  const [line] = logged('is given up');
  expect(JSON.parse(line!)).toMatchObject({
    level: 50,
    code: 'EENVELOPE 550',
    mail: { kind: 'invitation', attempts: 1 },
  });
  // Neither whom it was to, nor what the server says, which repeats that.
  expect(api.logLines.join('')).not.toContain(NOBODY);
  expect(JSON.stringify((await api.admin.query('select * from auth.mail')).rows)).not.toContain(NOBODY);

  isRefusing = false;
  expect(await invite(NOBODY)).toBe(id);
  expect((await mailTo(NOBODY)).text).toContain(`/invitations/${id}`);
  await becomes(id, 'SENT');
  expect(await metrics()).toContain('facet_mails{state="failed"} 0');
});

test('without a server e-mails wait for one in production, and the log says what to set', async () => {
  const production = await startApi({ NODE_ENV: 'production' }, { keepsMails: true });
  await register({ url: production.url, name: 'Ada', email: `${randomUUID()}@example.org`, password: PASSWORD });
  await expect.poll(() => production.logLines.join('')).toContain('SMTP_URL is not set');
  const { rows } = await production.admin.query('select kind, status from auth.mail');
  expect(rows).toEqual([{ kind: 'confirmation', status: 'waiting' }]);
  await production.close();
});
