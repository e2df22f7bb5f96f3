import { array, assert, asyncProperty, integer, nat } from 'fast-check';
import { getNamedType, isCompositeType, isObjectType, type GraphQLField, type GraphQLNamedType } from 'graphql';
import { Client, type QueryResult } from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { schema } from '../src/schema/index.ts';
import { startApi, type TestApi } from './api.ts';
import { signUp, type Caller, type Person } from './client.ts';
import { addToken, createLibrary, makeAll, offerModel } from './make.ts';

let api: TestApi;
let person: Person;
let token: string;
let library: string;
let ids: Record<string, string>;
beforeAll(async () => {
  api = await startApi({ FACET_COST_CAPACITY: '20000' });
  person = await signUp(api);
  ids = await makeAll(api, person);
  await offerModel(api);
  library = await createLibrary(person, 'of many');
  for (let i = 0; i < 30; i++) token = await addToken(api, person, library, `token ${i}`);
  for (let i = 0; i < VERSIONS; i++)
    await person.run('mutation ($id: ID!) { addTokenVersion(tokenId: $id, fromTokenId: $id) { __typename } }', {
      id: token,
    });
});
afterAll(() => api.close());

const VERSIONS = 55;

/** What went to PostgreSQL, and what came back. */
async function workOf(query: string, variables = {}) {
  let [statements, rows] = [0, 0];
  const original = Client.prototype.query;
  const spy = vi.spyOn(Client.prototype, 'query').mockImplementation(function (this: Client, ...args: unknown[]) {
    const sent = Reflect.apply(original, this, args) as unknown;
    if (sent instanceof Promise)
      void sent.then(
        (result: QueryResult) => {
          statements++;
          rows += result.rows.length;
        },
        () => undefined,
      );
    return sent as never;
  });
  try {
    const answer = await person.run(query, variables);
    return { answer, statements, rows, cost: answer.extensions['cost']?.['cost'] };
  } finally {
    spy.mockRestore();
  }
}

test('versions of versions of versions cost what they are, and end where the list does', async () => {
  const one = await workOf('query ($id: ID!) { token(id: $id) { ... on Token { versions { version } } } }', {
    id: token,
  });
  expect(one.answer.data.token.versions.map(({ version }: { version: number }) => version)).toEqual(
    Array.from({ length: 50 }, (_, i) => VERSIONS + 1 - i),
  );
  expect(one.cost).toBe(1 + 1 + 1 + 50);
  const three = await workOf(
    'query ($id: ID!) { token(id: $id) { ... on Token { versions { versions { versions { version } } } } } }',
    { id: token },
  );
  expect(three.answer.errors[0]!.extensions.code).toBe('OPERATION_TOO_EXPENSIVE');
  expect(three.rows).toBeLessThan(50);
});

test('no argument makes an operation cheaper than nothing', async () => {
  const { extensions } = await person.run('{ usage(months: -1000000) { month } }');
  expect(extensions['cost']!['cost']).toBeGreaterThan(0);
});

const exporting = (count: number): string => {
  const one = 'exportTokens(tokenIds: $ids, format: SINGLE) { __typename ... on TokenExport { files { name } } }';
  return `mutation ($ids: [ID!]!) { ${Array.from({ length: count }, (_, i) => `a${i}: ${one}`).join(' ')} }`;
};

test('a file that is written costs more than a row, and eleven mutations at once are too many', async () => {
  const two = await person.run(exporting(1), { ids: [token, ids['Token']] });
  expect(two.extensions['cost']!['cost']).toBe(1 + 10 + 2 * 10 + 2 * 1);
  const many = await person.run(exporting(11), { ids: [token] });
  expect(many.errors[0]!.extensions.code).toBe('OPERATION_TOO_LARGE');
});

const remaining = async (caller: Caller): Promise<number> =>
  (await caller.run('{ rateLimit { remaining } }')).data.rateLimit.remaining;

test('one person’s organisations and sessions share a budget', async () => {
  const poor = await startApi({ FACET_COST_REFILL_PER_SECOND: '0.001', FACET_COST_CAPACITY: '1000' });
  const owner = await signUp(poor);
  const made = await owner.run(
    'mutation { createOrganization(name: "Second", slug: "budget-two") { ... on Organization { id } } }',
  );
  const second = owner.within(made.data.createOrganization.id);
  const before = await remaining(owner);
  await second.run('{ libraries(first: 100) { edges { node { name } } } }');
  expect(await remaining(owner)).toBeLessThan(before - 200);
  await poor.close();
});

/** Arguments that fields need, and pages as large as they get. */
const given = ({ args }: GraphQLField<unknown, unknown>): string | undefined => {
  const texts = args.flatMap(({ name, type, extensions }) => {
    if (name === 'first') return ['first: 100'];
    if (!String(type).endsWith('!')) return [];
    const kind = extensions['kind'];
    if (String(type) === 'ID!') return [`${name}: ${JSON.stringify(ids[kind === 'any' ? 'Token' : String(kind)])}`];
    if (String(type) === '[ID!]!') return [`${name}: ${JSON.stringify([token, ids['Token'], ids['Library']])}`];
    if (String(type) === '[String!]!') return [`${name}: ["x"]`];
    return ['?'];
  });
  if (texts.includes('?')) return undefined;
  return texts.length > 0 ? `(${texts.join(', ')})` : '';
};

/** A selection of the type: what the numbers choose, so many levels deep. */
function selection(type: GraphQLNamedType, choose: () => number, depth: number): string {
  if (!isObjectType(type)) {
    const kinds = isCompositeType(type) ? schema.getPossibleTypes(type as never) : [];
    const parts = kinds
      .filter(({ name }) => !name.endsWith('Error'))
      .map((kind) => {
        return `... on ${kind.name} ${selection(kind, choose, depth)}`;
      });
    return `{ __typename ${depth > 0 ? (parts[choose() % Math.max(1, parts.length)] ?? '') : ''} }`;
  }
  const fields = Object.values(type.getFields()).filter((field) => given(field) !== undefined);
  const leads = fields.filter((field) => isCompositeType(getNamedType(field.type)) && field.name !== 'node');
  const chosen =
    depth <= 0 || leads.length === 0 ? [] : [leads[choose() % leads.length]!, leads[choose() % leads.length]!];
  const edge = Object.values(type.getFields()).find(({ name }) => type.name.endsWith('Edge') && name === 'node');
  const parts = [...new Set(edge ? [edge] : chosen)].map(
    (field) => `${field.name}${given(field)} ${selection(getNamedType(field.type), choose, depth - 1)}`,
  );
  return `{ __typename ${parts.join(' ')} }`;
}

const TOO_MUCH = new Set(['OPERATION_TOO_EXPENSIVE', 'OPERATION_TOO_LARGE']);
const FACTOR = 5;
const FREE = 100;

test('whatever is nested in whatever: what PostgreSQL does for it stays within what was paid', async () => {
  const query = schema.getQueryType()!;
  const numbers = array(nat(1_000), { minLength: 40, maxLength: 40 });
  const seen = { answered: 0, refused: 0 };
  await assert(
    asyncProperty(numbers, integer({ min: 2, max: 9 }), async (choices, depth) => {
      let next = 0;
      const text = selection(query, () => choices[next++ % choices.length]!, depth);
      const { answer, statements, rows, cost } = await workOf(text);
      const codes = answer.errors.map(({ extensions }) => extensions.code).filter((code) => !TOO_MUCH.has(code));
      const isAnswered = answer.status === 200 && cost !== undefined;
      seen[isAnswered ? 'answered' : 'refused']++;
      const isWithin = statements + rows <= FREE + (isAnswered ? FACTOR * cost : 0);
      // What was begun was never ended for doing more than it had paid for: the cost was honest beforehand.
      const wasEnded = answer.text.includes('does more than');
      expect({ text, isWithin, wasEnded, codes }).toEqual({ text, isWithin: true, wasEnded: false, codes: [] });
    }),
    { numRuns: 150, seed: 11, endOnFailure: true },
  );
  // Neither side of it is empty.
  expect(Math.min(seen.answered, seen.refused)).toBeGreaterThan(10);
});
