import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OPERATION_CODES, RESULT_CODES } from '../src/errors.ts';
import { startApi, type TestApi } from './api.ts';
import { signUp, type Person } from './client.ts';
import { makeAll } from './make.ts';
import { watchAs } from './watch.ts';

let api: TestApi;
let person: Person;
beforeAll(async () => {
  api = await startApi();
  person = await signUp(api);
});
afterAll(() => api.close());

async function post(body: unknown): Promise<[status: number, code: string]> {
  const response = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: person.cookie },
    body: JSON.stringify(body),
  });
  const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
  return [response.status, errors[0]!.extensions.code];
}

const hash = createHash('sha256').update('{ viewer { role } }').digest('hex');
const persisted = (sha256Hash: string) => ({ persistedQuery: { version: 1, sha256Hash } });

test.each([
  [
    'an operation that the document does not have',
    { query: 'query A { viewer { role } }', operationName: 'B' },
    'OPERATION_RESOLUTION_FAILURE',
  ],
  [
    'several operations and no name',
    { query: 'query A { viewer { role } } query B { viewer { role } }' },
    'OPERATION_RESOLUTION_FAILURE',
  ],
  [
    'a persisted query under the hash of another',
    { query: '{ viewer { scopes } }', extensions: persisted(hash) },
    'BAD_REQUEST',
  ],
  [
    'a persisted query of another version',
    { extensions: { persistedQuery: { version: 2, sha256Hash: hash } } },
    'BAD_REQUEST',
  ],
  ['a subscription by POST', { query: 'subscription { inversionProgress(inversionId: "x") { id } }' }, 'BAD_REQUEST'],
  ['a document that is none', { query: '{' }, 'GRAPHQL_PARSE_FAILED'],
  ['a field that is none', { query: '{ nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
  [
    'a variable of another type',
    { query: 'query ($n: Int) { images(first: $n) { totalCount } }', variables: { n: 'x' } },
    'BAD_USER_INPUT',
  ],
  ['no document', {}, 'BAD_REQUEST'],
])('%s is the mistake of the client: 400, and a code', async (_what, body, code) => {
  expect(await post(body)).toEqual([400, code]);
});

test('a persisted query that is not known yet is asked for, and answers once it was sent', async () => {
  expect((await post({ extensions: persisted(hash) }))[1]).toBe('PERSISTED_QUERY_NOT_FOUND');
});

test.each([
  ['query { viewer { role } }', 'BAD_REQUEST'],
  ['subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
  ['subscription {', 'GRAPHQL_PARSE_FAILED'],
])('the socket refuses %s with a code', async (query, code) => {
  const { events, close } = watchAs(api, { cookie: person.cookie }, { query, variables: {} });
  await expect(events.next()).rejects.toMatchObject([{ extensions: { code } }]);
  await close();
});

test('who has spent the budget is told by HTTP when to come back', async () => {
  const poor = await startApi({ FACET_COST_CAPACITY: '60', FACET_COST_REFILL_PER_SECOND: '1' });
  const { cookie } = await signUp(poor);
  const ask = () =>
    fetch(`${poor.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify({ query: '{ images(first: 18) { edges { node { id file { url } } } } }' }),
    });
  await ask();
  const refused = await ask();
  const { errors } = (await refused.json()) as { errors: { extensions: Record<string, unknown> }[] };
  expect(refused.status).toBe(429);
  expect(errors[0]!.extensions).toMatchObject({ code: 'RATE_LIMITED', cost: { capacity: 60 } });
  expect(refused.headers.get('retry-after')).toBe(String(errors[0]!.extensions['retryAfterSeconds']));
  await poor.close();
});

test('who tries passwords too often is told by HTTP when to come back', async () => {
  const production = await startApi({ NODE_ENV: 'production' });
  const headers = { 'content-type': 'application/json', origin: production.url, 'x-forwarded-for': '192.0.2.7' };
  const body = JSON.stringify({ email: 'a@example.org', password: 'wrong password' });
  const answers: Response[] = [];
  while (answers.at(-1)?.status !== 429 && answers.length < 50)
    answers.push(await fetch(`${production.url}/api/auth/sign-in/email`, { method: 'POST', headers, body }));
  expect(Number(answers.at(-1)!.headers.get('retry-after'))).toBeGreaterThan(0);
  await production.close();
});

test('no message names an id that clients do not know', async () => {
  const ids = await makeAll(api, person);
  const { data, text } = await person.run(
    `mutation ($image: ID!, $library: ID!, $token: ID!, $inversion: ID!) {
      a: resumeInversion(inversionId: $inversion) { ... on Error { message } }
      b: deleteImage(imageId: $image) { ... on Error { message } }
      c: composeImages(slots: [{ attribute: STYLE, tokenId: $token }]) { ... on Error { message } }
      d: deleteLibrary(libraryId: $library) { ... on Error { message } }
      e: deleteToken(tokenId: $token) { ... on Error { message } }
    }`,
    { image: ids['Image'], library: ids['Library'], token: ids['Token'], inversion: ids['Inversion'] },
  );
  expect(Object.values(data).every((each) => (each as { message?: string }).message)).toBe(true);
  expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  expect(data.a.message).toContain(ids['Inversion']);
});

test('docs/api.md explains every code, and every code of the source is on the list', () => {
  const codes = [...new Set([...RESULT_CODES, ...OPERATION_CODES])].sort();
  const guide = readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8');
  const explained = [...guide.matchAll(/^\| `([A-Z_]+)` /gm)].map(([, code]) => code!);
  expect([...new Set(explained)].sort()).toEqual(codes);
  const sources = globSync('src/**/*.ts', { cwd: new URL('..', import.meta.url).pathname })
    // What signing in answers is not GraphQL's.
    .filter((file) => !file.endsWith('.test.ts') && !file.startsWith('src/auth/'))
    .map((file) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'));
  const used = [...sources.join('\n').matchAll(/code: '([A-Z_]+)'|refusal\(\s*'([A-Z_]+)'/g)];
  expect(codes).toEqual(expect.arrayContaining(used.map(([, a, b]) => a ?? b)));
});
