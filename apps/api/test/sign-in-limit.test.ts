import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';
import { mailTo, PASSWORD, tokenOf } from './client.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ FACET_TRUSTED_PROXIES: '1' });
});
afterAll(() => api.close());

const ATTEMPTS = 10;

/** As the proxy passes it on; what is left of the last address the client has written itself. */
const post = (path: string, address: string, body: object, { url } = api) =>
  fetch(`${url}/api/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, 'x-forwarded-for': `192.0.2.1, ${address}` },
    body: JSON.stringify(body),
  });
const signIn = (address: string, email: string, password: string) =>
  post('sign-in/email', address, { email, password });
/** Makes an account, and signs in to it for the first time, from there. */
async function signUpFrom(address: string, email: string): Promise<void> {
  await post('sign-up/email', address, { email, name: 'Somebody', password: PASSWORD });
  const token = tokenOf(await mailTo(api, email, 'Confirm'));
  expect((await post('confirm-email', address, { token, password: PASSWORD })).status).toBe(200);
}
const statusesOf = (answers: readonly Response[]) => answers.map(({ status }) => status);

test('attempts from ever new addresses end, for an account that is there and for one that is not, and its owner gets in where they always do', async () => {
  const email = 'victim@example.org';
  const HOME = '2001:db8:aaaa:1::1';
  await signUpFrom(HOME, email);
  for (const tried of [email, 'nobody@example.org']) {
    const answers: Response[] = [];
    for (let i = 0; i < ATTEMPTS + 3; i++) answers.push(await signIn(`198.51.100.${i}`, tried, `wrong password ${i}`));
    expect(statusesOf(answers)).toEqual([...Array<number>(ATTEMPTS).fill(401), 429, 429, 429]);
    expect(Number(answers.at(-1)!.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  // Another address of the same /64, as privacy extensions change them.
  expect((await signIn('2001:db8:aaaa:1::2', email, PASSWORD)).status).toBe(200);
  // Elsewhere not even the right password is told from a wrong one.
  expect((await signIn('203.0.113.9', email, PASSWORD)).status).toBe(429);
});

test('attempts at once are counted as well as one after the other', async () => {
  const answers = await Promise.all(
    Array.from({ length: 16 }, (_, i) => signIn(`198.51.100.${i}`, 'race@example.org', 'wrong password')),
  );
  expect(statusesOf(answers).filter((status) => status === 401)).toHaveLength(ATTEMPTS);
});

test('when the time is over it begins anew, and a place stays known', async () => {
  const email = 'patient@example.org';
  await signUpFrom('203.0.113.1', email);
  for (let i = 0; i < ATTEMPTS + 1; i++) await signIn(`198.51.100.${i}`, email, 'wrong password');
  expect((await signIn('203.0.113.2', email, PASSWORD)).status).toBe(429);
  await api.admin.query(`update auth.sign_in_attempts set since = since - interval '15 minutes'`);
  expect((await signIn('203.0.113.2', email, PASSWORD)).status).toBe(200);
  for (let i = 0; i < ATTEMPTS + 1; i++) await signIn(`198.51.100.${i}`, email, 'wrong password');
  expect(
    statusesOf([await signIn('203.0.113.1', email, PASSWORD), await signIn('203.0.113.2', email, PASSWORD)]),
  ).toEqual([200, 200]);
});

test('neither addresses nor e-mail addresses are readable in what is kept', async () => {
  const { rows } = await api.admin.query(
    `select string_agg(a::text, '') || (select string_agg(p::text, '') from auth.sign_in_place p) as kept from auth.sign_in_attempts a`,
  );
  expect(rows[0].kept).not.toMatch(/example|203\.0|2001:/);
});

test('in production an address has its own limit: nobody shares it behind a proxy, and without one no header moves it', async () => {
  for (const [proxies, isShared] of [
    ['1', false],
    ['', true],
  ] as const) {
    const production = await startApi({ NODE_ENV: 'production', FACET_TRUSTED_PROXIES: proxies });
    const attempt = (address: string, email: string) =>
      post('sign-in/email', address, { email, password: 'wrong password' }, production);
    const flood: Response[] = [];
    for (let i = 0; i < 8; i++) flood.push(await attempt('198.51.100.7', `a${i}@example.org`));
    expect(statusesOf(flood)).toContain(429);
    expect((await attempt('198.51.100.8', 'b@example.org')).status).toBe(isShared ? 429 : 401);
    const sessions = await production.admin.query<{ key: string }>('select key from auth.rate_limit');
    expect(sessions.rows.some(({ key }) => key.startsWith(isShared ? '127.0.0.1|' : '198.51.100.7|'))).toBe(true);
    await production.close();
  }
});
