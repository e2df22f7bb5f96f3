import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';
import { signUp, type Answer, type Person } from './client.ts';
import { createLibrary } from './make.ts';

let api: TestApi;
let person: Person;
beforeAll(async () => {
  api = await startApi({ FACET_COST_CAPACITY: '1000', FACET_COST_REFILL_PER_SECOND: '0.001' });
  person = await signUp(api);
});
afterAll(() => api.close());

const codeOf = ({ errors }: Answer) => errors[0]?.extensions.code;
const answersOthers = async () =>
  expect((await (await signUp(api)).run('{ viewer { role } }')).data.viewer.role).toBe('OWNER');

test('a page of 9000, asked for through a variable, is one of 100 and costs as much', async () => {
  const query = 'query ($n: Int = 9000) { libraries(first: $n) { edges { node { name } } } }';
  const { extensions } = await person.run(query);
  expect(extensions['cost']!['cost']).toBe(1 + 1 + 100 * 2);
  const given = await person.run(query, { n: 1 });
  expect(given.extensions['cost']!['cost']).toBe(1 + 1 + 2);
});

test('pages in pages cost their product, and more than the budget is refused', async () => {
  const refused = await person.run(
    'query ($n: Int) { tokens(first: $n) { edges { node { versions { versions { library { name } } } } } } }',
    { n: 9000 },
  );
  expect(codeOf(refused)).toBe('OPERATION_TOO_EXPENSIVE');
});

test('a budget that is used up refuses with the time to wait, and says so beforehand', async () => {
  const spender = await signUp(api);
  const query = '{ rateLimit { remaining capacity } libraries(first: 100) { edges { node { name } } } }';
  const first = await spender.run(query);
  expect(first.data.rateLimit.remaining).toBe(1000 - first.extensions['cost']!['cost']!);
  let last = first;
  for (let i = 0; i < 5; i++) last = await spender.run(query);
  expect([last.status, codeOf(last)]).toEqual([429, 'RATE_LIMITED']);
  expect(last.errors[0]!.extensions['retryAfterSeconds']).toBeGreaterThan(0);
  await answersOthers();
});

test('a query nested 15 deep is refused', async () => {
  const nested = Array.from({ length: 13 }, () => 'versions {').join(' ');
  const answer = await person.run(`{ tokens { edges { node { ${nested} name ${'}'.repeat(13)} } } } }`);
  expect([answer.status, codeOf(answer)]).toEqual([400, 'OPERATION_TOO_LARGE']);
});

test('a thousand aliases are refused', async () => {
  const aliases = Array.from({ length: 1000 }, (_, i) => `a${i}: viewer { role }`).join(' ');
  expect((await person.run(`{ ${aliases} }`)).status).toBe(400);
});

test('fragments that double with each level are refused without unfolding them', async () => {
  const levels = Array.from({ length: 40 }, (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`);
  const answer = await person.run(`{ ...F0 } ${levels.join(' ')} fragment F40 on Query { viewer { role } }`);
  expect(codeOf(answer)).toBe('OPERATION_TOO_LARGE');
});

test('a document of a megabyte is refused, and others are still answered', async () => {
  const answer = await person.run(`{ viewer { role } } #${'x'.repeat(1_000_000)}`);
  expect(answer.status).toBe(413);
  await answersOthers();
});

test('a list of operations in one request is refused', async () => {
  const response = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: person.cookie },
    body: JSON.stringify([{ query: '{ viewer { role } }' }]),
  });
  expect(response.status).toBe(400);
});

test('a form of a foreign page cannot run anything', async () => {
  const response = await fetch(`${api.url}/graphql?query={viewer{role}}`, { headers: { cookie: person.cookie } });
  expect(response.status).toBe(400);
});

test('a cursor of one list fits no other, and not that of another organisation', async () => {
  const [a, b] = [await signUp(api), await signUp(api)];
  await createLibrary(a, 'one');
  await createLibrary(a, 'two');
  const PAGE =
    'query ($after: String) { libraries(first: 1, after: $after) { pageInfo { endCursor hasNextPage } edges { node { name } } } }';
  const { data } = await a.run(PAGE);
  const after = data.libraries.pageInfo.endCursor as string;
  expect((await a.run(PAGE, { after })).data.libraries.edges[0].node.name).toBe('one');
  expect(codeOf(await b.run(PAGE, { after }))).toBe('INVALID_INPUT');
  const other = await a.run('query ($after: String) { images(first: 1, after: $after) { totalCount } }', { after });
  expect(codeOf(other)).toBe('INVALID_INPUT');
});
