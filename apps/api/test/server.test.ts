import { freePort } from '@facet/services';
import { auditServer } from 'graphql-http';
import { mkdir, rename, rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startApi, WEB_ORIGIN, type TestApi } from './api.ts';
import { callerOf, signUp } from './client.ts';
import { uploadImage } from './make.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** GraphQL over HTTP's audits that a default Apollo Server does not pass either. */
const KNOWN = new Set(['572B', 'FDE2', '7B9B', '5A70', 'D6D5', '6A70']);

test('the audit of graphql-http finds no error, and nothing that Apollo Server itself does not do', async () => {
  const results = await auditServer({ url: `${api.url}/graphql` });
  const others = results.filter(({ status, id }) => status !== 'ok' && !KNOWN.has(id));
  expect(others.map(({ id, name, status }) => `${status} ${id} ${name}`)).toEqual([]);
  expect(results.filter(({ status }) => status === 'error')).toEqual([]);
});

test('health says that the process answers, and that Postgres and Temporal do', async () => {
  expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
  const ready = await fetch(`${api.url}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([200, { status: 'ok', failing: [] }]);
});

const readiness = async (one: TestApi): Promise<[number, string[]]> => {
  const ready = await fetch(`${one.url}/readyz`);
  return [ready.status, ((await ready.json()) as { failing: string[] }).failing];
};

test('it is not ready while its storage is gone or its database lacks a migration, and again when they are back', async () => {
  const one = await startApi();
  const becomes = async (answer: [number, string[]]): Promise<void> => {
    await expect.poll(() => readiness(one)).toEqual(answer);
  };
  const folder = one.services.config.FACET_STORAGE;
  await becomes([200, []]);
  // A disk that is away leaves its mount point, an empty folder.
  await rename(folder, `${folder}-away`);
  await mkdir(folder);
  await becomes([503, ['storage']]);
  await rm(folder, { recursive: true });
  await rename(`${folder}-away`, folder);
  await becomes([200, []]);

  const { rows } = await one.admin.query<{ hash: string; created_at: string }>(
    'delete from drizzle.__drizzle_migrations where created_at = (select max(created_at) from drizzle.__drizzle_migrations) returning hash, created_at',
  );
  await becomes([503, ['schema']]);
  expect(one.logLines.join('')).toContain('npm run operate -- migrate');
  const { hash, created_at: at } = rows[0]!;
  await one.admin.query('insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)', [hash, at]);
  await becomes([200, []]);
  await one.close();
});

test('it is not ready where Temporal has no such namespace', async () => {
  const one = await startApi({ TEMPORAL_NAMESPACE: 'not-there' });
  expect(await readiness(one)).toEqual([503, ['temporal']]);
  await one.close();
});

test('many who ask whether it is ready at once make it look once', async () => {
  const one = await startApi();
  const list = vi.spyOn(one.services.store, 'list');
  const answers = await Promise.all(Array.from({ length: 20 }, () => readiness(one)));
  expect(new Set(answers.map(([status]) => status))).toEqual(new Set([200]));
  expect(list).toHaveBeenCalledTimes(1);
  await one.close();
});

test('a line of the log says its time as a date, as those of workers do', async () => {
  const { time } = JSON.parse(api.logLines.at(-1) ?? '') as { time: unknown };
  expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

test('metrics name routes and operations, never ids', async () => {
  const METRICS_PORT = String(await freePort());
  const watched = await startApi({ METRICS_PORT });
  await (await signUp(watched)).run('{ images { totalCount } }');
  const text = await (await fetch(`http://127.0.0.1:${METRICS_PORT}/metrics`)).text();
  // Not where the public is.
  expect((await fetch(`${watched.url}/metrics`)).status).toBe(404);
  await watched.close();
  expect(text).toContain('facet_http_request_seconds_count{method="POST",route="/graphql",status="200"}');
  expect(text).toContain('facet_graphql_operations_total{kind="query",outcome="ok"}');
  expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
});

test('GraphiQL and everything it loads come from the API itself', async () => {
  const page = await (await fetch(`${api.url}/graphiql`)).text();
  const links = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link!);
  const scripts = links.filter((link) => link.endsWith('.js') || link.endsWith('.css'));
  expect(scripts.length).toBeGreaterThan(0);
  for (const link of scripts) {
    expect(link).toMatch(/^\/graphiql\/static\//);
    expect((await fetch(`${api.url}${link}`)).status).toBe(200);
  }
  expect(page).not.toMatch(/https?:\/\/(?!127\.0\.0\.1)[^"']*(unpkg|jsdelivr|cdn)/);
});

const SCHEMA = '{ __schema { queryType { name } } }';

test('in production the schema and GraphiQL are for whoever is signed in; others are sent to where one signs in', async () => {
  const production = await startApi({ NODE_ENV: 'production' });
  const { errors } = await callerOf(production).run(SCHEMA);
  expect(errors[0]!.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  const sent = await fetch(`${production.url}/graphiql`, { redirect: 'manual' });
  expect([sent.status, sent.headers.get('location')]).toEqual([302, '/']);
  expect(await (await fetch(production.url)).text()).toContain('data-to="/api/auth/sign-in/email"');

  const person = await signUp(production, '<b>Ada</b>');
  const { cookie } = person;
  expect((await person.run(SCHEMA)).data).toEqual({ __schema: { queryType: { name: 'Query' } } });
  expect((await fetch(`${production.url}/graphiql`, { headers: { cookie } })).status).toBe(200);
  const front = await (await fetch(production.url, { headers: { cookie } })).text();
  expect(front).toContain('signed in as &#60;b&#62;Ada');
  await production.close();
});

test('where the setting says so the schema is shown to nobody', async () => {
  const closed = await startApi({ FACET_INTROSPECTION: 'false' });
  const { errors } = await (await signUp(closed)).run(SCHEMA);
  expect(errors[0]!.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  expect((await fetch(`${closed.url}/graphiql`)).status).toBe(404);
  expect(await (await fetch(closed.url)).text()).not.toContain('/graphiql');
  await closed.close();
});

test('the page at / says where to go, and runs no script but its own', async () => {
  const answer = await fetch(api.url);
  const page = await answer.text();
  expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
  expect(page).toContain(WEB_ORIGIN);
  const links = [...page.matchAll(/(?:src|href)="(\/[^"]*)"/g)].map(([, link]) => link!);
  expect(links).toEqual(expect.arrayContaining(['/graphiql', '/pages.js', '/healthz']));
  for (const link of links) expect((await fetch(`${api.url}${link}`)).status).toBe(200);
});

test('the API listens at an address of IPv6, and signs addresses that lead there', async () => {
  const six = await startApi({ HOST: '::1' });
  expect(six.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
  const person = await signUp(six);
  const id = await uploadImage(six, person);
  const { data } = await person.run('query ($id: ID!) { image(id: $id) { ... on Image { file { url } } } }', { id });
  expect((await fetch(data.image.file.url)).status).toBe(200);
  await six.close();
});

const allowedOrigin = async (origin: string): Promise<string | null> => {
  const headers = { origin, 'access-control-request-method': 'POST' };
  const answer = await fetch(`${api.url}/graphql`, { method: 'OPTIONS', headers });
  return answer.headers.get('access-control-allow-origin');
};

test('only configured origins may send requests with cookies', async () => {
  expect(await allowedOrigin(WEB_ORIGIN)).toBe(WEB_ORIGIN);
  expect(await allowedOrigin('https://evil.example')).toBeNull();
});

test('a line of the log carries request, user and organisation, and no cookie or password', async () => {
  const person = await signUp(api);
  api.services.log.info(
    { password: 'hunter2', req: { method: 'GET', url: '/files/a?signature=s3cr3t', ip: '::1' } },
    'x',
  );
  const logged = api.logLines.join('');
  expect(logged).not.toContain('hunter2');
  expect(logged).not.toContain('s3cr3t');
  expect(logged).not.toContain(person.cookie.split('=')[1]!.slice(0, 20));
  expect(logged).toContain('"reqId"');
});
