import { getNullableType } from 'graphql';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startApi, type TestApi } from './api.ts';
import { signUp, type Answer, type Person } from './client.ts';
import { createKey, createLibrary, makeAll } from './make.ts';
import { askFor, fieldsOf } from './places.ts';
import { watchAs } from './watch.ts';

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

test('a fragment that contains itself is refused', async () => {
  const answer = await person.run('{ ...A } fragment A on Query { ...B } fragment B on Query { viewer { role } ...A }');
  expect([answer.status, codeOf(answer)]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
});

test('variables as large as a request may be are refused by what they are, and larger ones unread', async () => {
  const query =
    'mutation ($name: String!) { createLibrary(name: $name, visibility: ORGANIZATION) { ... on Error { code } } }';
  const { data } = await person.run(query, { name: 'x'.repeat(201) });
  expect(data.createLibrary.code).toBe('INVALID_INPUT');
  expect(codeOf(await person.run(query, { name: 'x'.repeat(150_000) }))).toBe('BAD_USER_INPUT');
  expect((await person.run(query, { name: 'x'.repeat(250_000) })).status).toBe(413);
  const nested = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  const response = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: person.cookie },
    body: `{"query":"query ($ids: [ID!]!) { nodes(ids: $ids) { id } }","variables":{"ids":${nested}}}`,
  });
  expect(response.status).toBe(400);
  const many = Array.from({ length: 5_000 }, () => 'x');
  const listed = await person.run('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: many });
  expect(codeOf(listed)).toBe('INVALID_INPUT');
});

test('the socket refuses what POST refuses', async () => {
  const levels = Array.from({ length: 40 }, (_, i) => `fragment F${i} on Subscription { ...F${i + 1} ...F${i + 1} }`);
  const last = 'fragment F40 on Subscription { inversionProgress(inversionId: "x") { status } }';
  const aliases = Array.from({ length: 60 }, (_, i) => `a${i}: status`).join(' ');
  for (const query of [
    `subscription { ...F0 } ${levels.join(' ')} ${last}`,
    `subscription { inversionProgress(inversionId: "x") { ${aliases} } }`,
    `subscription { inversionProgress(inversionId: "x") { status } } #${'x '.repeat(40_000)}`.replace('#', '{ '),
    '{ viewer { role } }',
  ]) {
    const { events, close } = watchAs(api, { cookie: person.cookie }, { query, variables: {} });
    await expect(events.next()).rejects.toBeInstanceOf(Array);
    await close();
  }
});

test('a socket carries fifty subscriptions, and one more is refused without harm to them', async () => {
  const watcher = await signUp(api);
  const Inversion = (await makeAll(api, watcher))['Inversion']!;
  const client = createClient({
    url: `${api.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${(await createKey(watcher, ['READ'])).secret}` },
  });
  const query = 'subscription ($id: ID!) { inversionProgress(inversionId: $id) { status } }';
  const watch = () =>
    client.iterate<{ inversionProgress: { status: string } }>({ query, variables: { id: Inversion } });
  for (let i = 0; i < 50; i++) expect((await watch().next()).value.data.inversionProgress.status).toBe('QUEUED');
  await expect(watch().next()).rejects.toEqual([
    expect.objectContaining({ message: expect.stringMatching(/at most 50/) }),
  ]);
  await client.dispose();
});

/** Every argument of the schema that takes a text. */
const TEXTS = (['query', 'mutation'] as const).flatMap((operation) =>
  fieldsOf(operation).flatMap((field) =>
    field.args
      .filter(({ type }) => String(getNullableType(type)) === 'String')
      .map((argument) => [`${field.name}(${argument.name})`, operation, field, argument.name] as const),
  ),
);

test.each(TEXTS)(
  '%s: a text that no database takes is refused as input, also as a literal',
  async (_, operation, field, name) => {
    const ids = new Proxy({}, { get: () => 'x' });
    const { query, variables } = askFor(operation, field, ids);
    const declared = query.includes(`$${name}:`);
    const asked = declared
      ? query
      : query.replace(/\{ (\w+)(\(?)/, (_all, called, open) => `{ ${called}(${name}: "\\u0000"${open ? ', ' : ')'}`);
    for (const text of ['a\0b', 'a\ud800b']) {
      const answer = await person.run(asked, declared ? { ...variables, [name]: text } : variables);
      expect([answer.status, codeOf(answer)]).toEqual([400, 'BAD_USER_INPUT']);
    }
  },
);

test('while all of that is thrown at it, others get their answers', async () => {
  const [attacker, ...others] = [await signUp(api), await signUp(api), await signUp(api)];
  const attacks = [
    '{ tokens(first: 9000) { edges { node { versions { versions { library { name } } } } } } }',
    `{ ${Array.from({ length: 1000 }, (_, i) => `a${i}: viewer { role }`).join(' ')} }`,
    `{ tokens { edges { node { ${'versions {'.repeat(13)} name ${'}'.repeat(13)} } } } }`,
    `{ viewer { role } } #${'x'.repeat(1_000_000)}`,
    `{ ...F0 } ${Array.from({ length: 30 }, (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`).join(' ')} fragment F30 on Query { viewer { role } }`,
    '{ ...A } fragment A on Query { ...A }',
    '{ '.repeat(10_000),
    'not a query',
  ];
  const refusals: Promise<number>[] = [];
  for (let round = 0; round < 5; round++) {
    for (const query of attacks) refusals.push(attacker!.run(query).then(({ status }) => status));
    for (const other of others) {
      const name = `of round ${round}`;
      const { data } = await other.run(
        'mutation ($name: String!) { createLibrary(name: $name, visibility: ORGANIZATION) { ... on Library { name } } }',
        { name },
      );
      expect(data.createLibrary).toEqual({ name });
    }
  }
  expect(new Set(await Promise.all(refusals))).toEqual(new Set([400, 413]));
  for (const other of others) {
    const { data } = await other.run('{ libraries { totalCount } }');
    expect(data.libraries.totalCount).toBe(5);
  }
});
