import { isObjectType, type GraphQLObjectType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { schema } from '../src/schema/index.ts';
import { startApi, type TestApi } from './api.ts';
import { signUp, type Person } from './client.ts';
import { createLibrary } from './make.ts';

let api: TestApi;
let person: Person;
beforeAll(async () => {
  api = await startApi();
  person = await signUp(api);
  for (const name of ['a', 'b', 'c', 'd', 'e']) await createLibrary(person, name);
});
afterAll(() => api.close());

interface Found {
  readonly names: string[];
  readonly next: boolean;
  readonly previous: boolean;
  readonly start: string;
  readonly end: string;
}

/** Newest first, so `e` comes first. */
async function page(args: string): Promise<Found> {
  const { data, text } = await person.run(
    `{ libraries(${args}) { edges { node { name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
  );
  if (!data) throw new Error(text);
  const { edges, pageInfo } = data.libraries;
  return {
    names: edges.map(({ node }: { node: { name: string } }) => node.name),
    next: pageInfo.hasNextPage,
    previous: pageInfo.hasPreviousPage,
    start: pageInfo.startCursor,
    end: pageInfo.endCursor,
  };
}

test('a list is walked from either end, and each page says what is on both of its sides', async () => {
  const first = await page('first: 2');
  expect(first).toMatchObject({ names: ['e', 'd'], next: true, previous: false });
  const second = await page(`first: 2, after: "${first.end}"`);
  expect(second).toMatchObject({ names: ['c', 'b'], next: true, previous: true });
  expect(await page(`last: 2, before: "${second.start}"`)).toMatchObject({
    names: ['e', 'd'],
    next: true,
    previous: false,
  });
  expect(await page('last: 2')).toMatchObject({ names: ['b', 'a'], next: false, previous: true });
});

test('an empty cursor is where clients begin, and means none', async () => {
  expect((await page('first: 2, after: ""')).names).toEqual(['e', 'd']);
  expect((await page('last: 1, before: ""')).names).toEqual(['a']);
});

test('both directions at once are refused', async () => {
  const { errors } = await person.run('{ libraries(first: 1, last: 1) { totalCount } }');
  expect(errors[0]!.extensions.code).toBe('INVALID_INPUT');
});

const cost = async (args: string): Promise<number> =>
  (await person.run(`{ libraries(${args}) { edges { node { grants { id } } } } }`)).extensions['cost']!['cost']!;

test('a page costs by its rows, from whichever end', async () => {
  expect(await cost('last: 50')).toBe(await cost('first: 50'));
  expect(await cost('last: 50')).toBeGreaterThan(await cost('last: 5'));
});

const fields = (type: GraphQLObjectType) =>
  Object.fromEntries(Object.values(type.getFields()).map(({ name, type: of }) => [name, String(of)]));

test('every list is a connection as Relay specifies it', () => {
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type));
  expect(fields(schema.getType('PageInfo') as GraphQLObjectType)).toEqual({
    hasNextPage: 'Boolean!',
    hasPreviousPage: 'Boolean!',
    startCursor: 'String',
    endCursor: 'String',
  });
  const lists = types.flatMap((type) =>
    Object.values(type.getFields()).filter((field) => String(field.type).endsWith('Connection!')),
  );
  expect(lists.length).toBeGreaterThan(5);
  for (const { args } of lists) {
    const takes = Object.fromEntries(args.map(({ name, type }) => [name, String(type)]));
    expect(takes).toMatchObject({ first: 'Int', after: 'String', last: 'Int', before: 'String' });
  }
  for (const type of types.filter(({ name }) => name.endsWith('Connection'))) {
    const edge = schema.getType(type.name.replace(/Connection$/, 'Edge')) as GraphQLObjectType;
    expect(fields(type)).toMatchObject({ pageInfo: 'PageInfo!', edges: `[${edge.name}!]!` });
    expect(fields(edge)['cursor']).toBe('String!');
  }
});
