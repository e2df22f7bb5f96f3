import { signUp as register } from '@facet/client';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeId } from '../src/ids.ts';
import { startApi, WEB_ORIGIN, type TestApi } from './api.ts';
import { callerOf, linkOf, mailTo, PASSWORD, signUp, tokenOf, type Person } from './client.ts';
import { createKey, makeAll } from './make.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const post = (path: string, body: object, cookie = ''): Promise<Response> =>
  fetch(`${api.url}/api/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: api.url, cookie },
    body: JSON.stringify(body),
  });

const newAddress = (): string => `${randomUUID()}@example.org`;
const cookieOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
const shapeOf = async (answer: Response): Promise<unknown> => {
  const { user, ...rest } = (await answer.json()) as { user?: Record<string, unknown> };
  return [answer.status, rest, user && Object.keys(user).toSorted(), answer.headers.getSetCookie()];
};

test('nobody is signed in by a sign-up, nor signs in before the address is confirmed, and the answer is that of a wrong password', async () => {
  const email = newAddress();
  const answer = await post('sign-up/email', { name: 'Eve', email, password: PASSWORD });
  expect([answer.status, cookieOf(answer)]).toEqual([200, '']);
  const right = await post('sign-in/email', { email, password: PASSWORD });
  const wrong = await post('sign-in/email', { email, password: 'another password' });
  const unknown = await post('sign-in/email', { email: newAddress(), password: PASSWORD });
  const answers = await Promise.all([right, wrong, unknown].map(async (each) => [each.status, await each.text()]));
  expect(answers[0]![0]).toBe(401);
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);
});

test('the link of the e-mail leads to a page of the web application, its token is in no address that servers see, and it confirms with the password', async () => {
  const email = newAddress();
  await register({ url: api.url, name: 'Ada', email, password: PASSWORD });
  const mail = await mailTo(api, email, 'Confirm');
  expect(linkOf(mail)).toMatch(new RegExp(`^${WEB_ORIGIN}/confirm-email#token=`));
  const token = tokenOf(mail);
  expect((await post('confirm-email', { token, password: 'another password' })).status).toBe(401);
  expect((await post('confirm-email', { token: `${token.slice(0, -3)}abc`, password: PASSWORD })).status).toBe(401);
  const { rows } = await api.admin.query('select email_verified from auth."user" where email = $1', [email]);
  expect(rows).toEqual([{ email_verified: false }]);
  const confirmed = await post('confirm-email', { token, password: PASSWORD });
  const { data } = await callerOf(api, { cookie: cookieOf(confirmed) }).run('{ viewer { user { email } } }');
  expect(data.viewer.user.email).toBe(email);
  expect((await post('sign-in/email', { email, password: PASSWORD })).status).toBe(200);
});

test("whoever registers another's address gets nothing by it: a link that the other follows asks for the password", async () => {
  const email = newAddress();
  await post('sign-up/email', { name: 'Mallory', email, password: 'password of mallory' });
  // The victim signs up later, with a password of their own, and is sent a link.
  await post('sign-up/email', { name: 'Victim', email, password: PASSWORD });
  const token = tokenOf(await mailTo(api, email, 'Confirm'));
  expect((await post('confirm-email', { token, password: PASSWORD })).status).toBe(401);
  await post('request-password-reset', { email });
  const reset = tokenOf(await mailTo(api, email, 'Set a new password'));
  expect((await post('reset-password', { token: reset, newPassword: PASSWORD })).status).toBe(200);
  expect((await post('sign-in/email', { email, password: PASSWORD })).status).toBe(200);
  expect((await post('sign-in/email', { email, password: 'password of mallory' })).status).toBe(401);
});

const NEWEST = 'the newest password';

/** The ways to another password; the status that each is answered with. */
const CHANGES = {
  reset: async ({ email }: Person): Promise<number> => {
    await post('request-password-reset', { email });
    const token = tokenOf(await mailTo(api, email, 'Set a new password'));
    return (await post('reset-password', { token, newPassword: NEWEST })).status;
  },
  change: async ({ cookie }: Person): Promise<number> => {
    const body = { currentPassword: PASSWORD, newPassword: NEWEST, revokeOtherSessions: false };
    return (await post('change-password', body, cookie)).status;
  },
};

test.each(Object.entries(CHANGES))(
  'a password that is %s ends sessions, API keys, invitations and public links',
  async (_, change) => {
    const person = await signUp(api);
    const { secret } = await createKey(person, ['READ']);
    const guest = newAddress();
    await person.run('mutation ($email: String!) { inviteMember(email: $email, role: OWNER) { __typename } }', {
      email: guest,
    });
    const { Output } = await makeAll(api, person);
    const linked = await person.run(
      'mutation ($id: ID!) { createOutputLink(outputId: $id) { ... on Output { link { url } } } }',
      { id: Output },
    );
    const shared = api.url + new URL(linked.data.createOutputLink.link.url).pathname;
    expect((await fetch(shared)).status).toBe(200);
    const other = cookieOf(await post('sign-in/email', { email: person.email, password: PASSWORD }));
    expect(await change(person)).toBe(200);
    expect((await fetch(shared)).status).toBe(404);
    for (const headers of [{ cookie: other }, { authorization: `Bearer ${secret}` }]) {
      const { errors } = await callerOf(api, headers).run('{ viewer { scopes } }');
      expect(errors[0]!.extensions.code).toBe('UNAUTHENTICATED');
    }
    const { rows } = await api.admin.query('select status from auth.invitation where email = $1', [guest]);
    expect(rows).toEqual([{ status: 'canceled' }]);
    const ended = await api.admin.query(
      `select subject_id from facet.audit_event where actor_id = $1 and action = 'output.unlink'`,
      [person.userId],
    );
    expect(ended.rows).toEqual([{ subject_id: decodeId('Output', Output!) }]);
  },
);

test('a sign-up and a forgotten password are answered alike, whether there is an account or not', async () => {
  const known = (await signUp(api)).email;
  const unknown = newAddress();
  const signUps = [known, unknown].map((email) => post('sign-up/email', { name: 'A', email, password: PASSWORD }));
  const [first, second] = await Promise.all(signUps.map(async (answer) => shapeOf(await answer)));
  expect(first).toEqual(second);
  expect((first as number[])[0]).toBe(200);
  expect((await mailTo(api, known, 'You have an account')).text).toContain(WEB_ORIGIN);
  const resets = [known, newAddress()].map((email) => post('request-password-reset', { email }));
  const [third, fourth] = await Promise.all(resets.map(async (answer) => shapeOf(await answer)));
  expect(third).toEqual(fourth);
});

test('the database holds no token of a session or a link, and the log none either', async () => {
  const person = await signUp(api);
  await post('request-password-reset', { email: person.email });
  const token = tokenOf(await mailTo(api, person.email, 'Set a new password'));
  await fetch(`${api.url}/api/auth/reset-password/${token}?callbackURL=/`);
  const sessionToken = decodeURIComponent(person.cookie).split('=')[1]!.split('.')[0]!;
  const { rows: sessions } = await api.admin.query('select * from auth.session');
  const { rows: verifications } = await api.admin.query('select * from auth.verification');
  expect(sessions.length).toBeGreaterThan(0);
  expect(JSON.stringify(sessions)).not.toContain(sessionToken);
  expect(JSON.stringify(verifications)).not.toContain(token);
  expect(api.logLines.join('\n')).not.toContain(token);
});

test('an address gets ten e-mails an hour, and nobody is told when that is enough', async () => {
  const { email } = await signUp(api);
  const ask = () => post('request-password-reset', { email });
  const statuses = await Promise.all(Array.from({ length: 20 }, async () => (await ask()).status));
  expect(new Set(statuses)).toEqual(new Set([200]));
  await ask();
  const waiting = async () => (await api.admin.query('select from auth.mail')).rowCount;
  await expect.poll(waiting).toBe(0);
  expect(api.mails.filter(({ to }) => to === email)).toHaveLength(10);
});

test('a person sends fifty invitations a day, and a name that looks like an address makes no link in them', async () => {
  const person = await signUp(api, 'Win at https://evil.example/x');
  await person.run('mutation { renameOrganization(name: "Click www.evil.example now!") { __typename } }');
  const invite = (email: string) =>
    person.run(
      'mutation ($email: String!) { inviteMember(email: $email, role: MEMBER) { __typename ... on Error { code } } }',
      { email },
    );
  const first = newAddress();
  const answers = [await invite(first)];
  for (let i = 1; i < 51; i++) answers.push(await invite(newAddress()));
  expect(answers.map(({ data }) => data.inviteMember.__typename).slice(0, 50)).toEqual(Array(50).fill('Invitation'));
  expect(answers[50]!.data.inviteMember).toEqual({ __typename: 'QuotaExceededError', code: 'QUOTA_EXCEEDED' });
  const { subject, text } = await mailTo(api, first, 'Join');
  expect(`${subject} ${text.replace(linkOf({ to: '', subject, text }), '')}`).not.toMatch(/\w\.\w|:\/\/|www\./);
});

test('the inviter is shown the link of an invitation, so that it can be given where no e-mail is sent', async () => {
  const person = await signUp(api);
  const { data } = await person.run(
    'mutation { inviteMember(email: "b@example.org", role: MEMBER) { ... on Invitation { id url } } }',
  );
  const { id, url } = data.inviteMember;
  expect(url).toBe(`${WEB_ORIGIN}/invitations/${id}`);
  expect(linkOf(await mailTo(api, 'b@example.org', 'Join'))).toBe(url);
});

test('who is invited again is sent the same link, which is good for a week from then; there is one invitation', async () => {
  const person = await signUp(api);
  const guest = newAddress();
  const invite = async () =>
    (
      await person.run(
        'mutation ($email: String!) { inviteMember(email: $email, role: MEMBER) { ... on Invitation { id url } } }',
        { email: guest },
      )
    ).data.inviteMember;
  const first = await invite();
  await api.admin.query(`update auth.invitation set expires_at = now() + interval '1 hour' where email = $1`, [guest]);
  expect(await invite()).toEqual(first);
  const links = () => api.mails.filter(({ to }) => to === guest).map((letter) => linkOf(letter));
  await expect.poll(links).toEqual([first.url, first.url]);
  const { data } = await person.run('{ invitations { id expiresAt } }');
  expect(data.invitations.map(({ id }: { id: string }) => id)).toEqual([first.id]);
  expect(Date.parse(data.invitations[0].expiresAt)).toBeGreaterThan(Date.now() + 6 * 86_400_000);
});

test('without a web application links lead to plain pages of the API, and in development their e-mails are read there', async () => {
  const alone = await startApi({ FACET_WEB_ORIGINS: '' }, { keepsMails: true });
  const email = newAddress();
  await register({ url: alone.url, name: '<i>Ada', email, password: PASSWORD });
  const mails = async () =>
    (await (await fetch(`${alone.url}/dev/mail.json?to=${email}`)).json()) as { text: string }[];
  await expect.poll(mails).toHaveLength(1);
  const link = linkOf({ to: '', subject: '', ...(await mails())[0]! });
  expect(link).toMatch(new RegExp(`^${alone.url}/confirm-email#token=`));
  const page = await (await fetch(link)).text();
  expect(page).toContain('data-to="/api/auth/confirm-email" data-token');
  expect(await (await fetch(`${alone.url}/dev/mail`)).text()).toContain(link.split('#')[0]);
  await alone.close();

  const production = await startApi({ NODE_ENV: 'production' }, { keepsMails: true });
  for (const path of ['/dev/mail', '/dev/mail.json'])
    expect((await fetch(`${production.url}${path}`)).status).toBe(404);
  await production.close();
});

test('a name of a person is bounded and on one line, as other names are, and nobody has a picture at an address of their choosing', async () => {
  const { cookie } = await signUp(api);
  for (const name of ['', '   ', 'x'.repeat(201), 'Ada\r\nBcc: eve', 'Ada\u001b[2J']) {
    const registered = await post('sign-up/email', { name, email: newAddress(), password: PASSWORD });
    expect([name, registered.status]).toEqual([name, 400]);
    expect([name, (await post('update-user', { name }, cookie)).status]).toEqual([name, 400]);
  }
  expect((await post('update-user', { image: 'https://example.org/seen.png' }, cookie)).status).toBe(400);
  expect((await post('update-user', { name: 'Ada Lovelace' }, cookie)).status).toBe(200);
});

test.each(['\0', 'half \ud83d'])('a text that cannot be stored (%j) is a fault of who sends it', async (text) => {
  const { cookie } = await signUp(api);
  const answers = [
    await post('reset-password', { token: text, newPassword: PASSWORD }),
    await post('sign-up/email', { name: text, email: newAddress(), password: PASSWORD }),
    await post('sign-in/email', { email: `${text}@example.org`, password: PASSWORD }),
    await post('update-user', { name: text }, cookie),
    await post('revoke-session', { token: text }, cookie),
  ];
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 400));
});

test('of better-auth nothing is reached but what clients use, however its path is spelled', async () => {
  const { cookie } = await signUp(api);
  const organization = [
    'list-members?sortBy=nothing',
    'get-full-organization',
    'list',
    'create',
    'delete',
    'check-slug',
    'has-permission',
    'invite-member',
    'update-member-role',
    'leave',
  ].map((path) => `organization/${path}`);
  const others = [
    'error',
    'callback/google',
    'list-accounts',
    'unlink-account',
    'verify-email',
    'delete-user',
    'api-key/create',
  ];
  const spelled = [
    'sign-out/../organization/list',
    'sign-out%2f..%2ferror',
    '/organization/list',
    'sign-out/',
    'Error',
  ];
  for (const path of [...organization, ...others, ...spelled])
    for (const method of ['GET', 'POST']) {
      const { status } = await fetch(`${api.url}/api/auth/${path}`, { method, headers: { cookie, origin: api.url } });
      expect([path, method, status]).toEqual([path, method, 404]);
    }
});

test('what fails in better-auth is in the log with its cause, and without what was sent', async () => {
  await api.admin.query('alter table auth.verification rename to gone');
  const { status } = await post('reset-password', { token: 'a token that is secret', newPassword: PASSWORD });
  await api.admin.query('alter table auth.gone rename to verification');
  expect(status).toBe(500);
  const lines = api.logLines.filter((line) => line.includes('auth.verification') || line.includes('"verification"'));
  expect(lines.map((line) => JSON.parse(line).level)).toEqual([50]);
  expect(lines.join('\n')).not.toContain('a token that is secret');
  expect(lines.join('\n')).not.toContain('params');
});
