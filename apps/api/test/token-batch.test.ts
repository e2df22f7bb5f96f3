import type { LeakReport } from '@facet/inversion/files';
import { announceModel } from '@facet/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeId } from '../src/ids.ts';
import { startApi, type TestApi } from './api.ts';
import { callerOf, signUp, type Person } from './client.ts';
import { addToken, COMPOSE, createKey, createLibrary, FINGERPRINT, offerModel } from './make.ts';

let api: TestApi;
let person: Person;
let library: string;
beforeAll(async () => {
  api = await startApi();
  person = await signUp(api, 'Ada');
  library = await createLibrary(person, 'mine');
});
afterAll(() => api.close());

const BATCH = `__typename ... on TokenBatch { items { tokenId token { id name tags library { name } } error { code message } } } ... on Error { code message }`;
const move = `mutation ($ids: [ID!]!, $to: ID!) { moveTokens(tokenIds: $ids, libraryId: $to) { ${BATCH} } }`;
const copy = `mutation ($ids: [ID!]!, $to: ID!) { copyTokens(tokenIds: $ids, libraryId: $to) { ${BATCH} } }`;
const remove = `mutation ($ids: [ID!]!) { deleteTokens(tokenIds: $ids) { ${BATCH} } }`;
const tag = `mutation ($ids: [ID!]!, $add: [String!], $remove: [String!]) { tagTokens(tokenIds: $ids, add: $add, remove: $remove) { ${BATCH} } }`;

interface Item {
  tokenId: string;
  token: { id: string; name: string; tags: string[]; library: { name: string } } | null;
  error: { code: string; message: string } | null;
}

async function run(
  query: string,
  variables: Record<string, unknown>,
  caller: Pick<Person, 'run'> = person,
): Promise<Item[]> {
  const { data, text } = await caller.run(query, variables);
  const [batch] = Object.values((data ?? {}) as Record<string, { items?: Item[] }>);
  if (!batch?.items) throw new Error(text);
  return batch.items;
}

const codes = (items: Item[]) => items.map(({ error }) => error?.code ?? null);

test('tokens move together, and one that cannot leaves the others alone', async () => {
  const to = await createLibrary(person, 'target');
  const [a, b, c] = [
    await addToken(api, person, library, 'a'),
    await addToken(api, person, library, 'b'),
    await addToken(api, person, to, 'b'),
  ];
  const stranger = await signUp(api);
  const theirs = await addToken(api, stranger, await createLibrary(stranger), 'theirs');
  const items = await run(move, { ids: [a, b, theirs, c], to });
  expect(codes(items)).toEqual([null, 'NAME_TAKEN', 'NOT_FOUND', null]);
  expect(items[0]!.token).toMatchObject({ id: a, library: { name: 'target' } });
  expect(items[1]!).toMatchObject({ tokenId: b, token: null });
});

test('copies are tokens of their own, and what was copied stays', async () => {
  const to = await createLibrary(person, 'copies');
  const original = await addToken(api, person, library, 'to copy');
  const [item] = await run(copy, { ids: [original], to });
  expect(item!.token).toMatchObject({ name: 'to copy', library: { name: 'copies' } });
  expect(item!.token!.id).not.toBe(original);
  expect((await person.run('query ($id: ID!) { node(id: $id) { id } }', { id: original })).data.node).toEqual({
    id: original,
  });
});

test('what compositions use is not deleted with the rest', async () => {
  await offerModel(api);
  const [used, unused] = [await addToken(api, person, library, 'used'), await addToken(api, person, library, 'unused')];
  await person.run(COMPOSE, { tokenId: used });
  const items = await run(remove, { ids: [used, unused] });
  expect(codes(items)).toEqual(['IN_USE', null]);
  expect(items.map(({ token }) => token)).toEqual([null, null]);
});

test('tags come and go, are counted, and tokens are found by them, by notes, and by who likes them', async () => {
  const [x, y] = [await addToken(api, person, library, 'x'), await addToken(api, person, library, 'y')];
  const items = await run(tag, { ids: [x, y], add: ['sunset', 'warm'] });
  expect(items.map(({ token }) => token!.tags)).toEqual([
    ['sunset', 'warm'],
    ['sunset', 'warm'],
  ]);
  await run(tag, { ids: [y], remove: ['warm'] });
  const found = async (args: string): Promise<string[]> =>
    (await person.run(`{ tokens(${args}, order: NAME) { edges { node { name } } } }`)).data.tokens.edges.map(
      ({ node }: { node: { name: string } }) => node.name,
    );
  expect(await found('tags: ["sunset"]')).toEqual(['x', 'y']);
  expect(await found('tags: ["sunset", "warm"]')).toEqual(['x']);
  const { data } = await person.run('{ tokenTags { tag tokens } }');
  expect(data.tokenTags).toEqual([
    { tag: 'sunset', tokens: 2 },
    { tag: 'warm', tokens: 1 },
  ]);
  const updated = await person.run(
    'mutation ($id: ID!) { updateToken(tokenId: $id, notes: "for the harbour") { ... on Token { notes name tags createdBy { name } } } }',
    { id: y },
  );
  expect(updated.data.updateToken).toEqual({
    notes: 'for the harbour',
    name: 'y',
    tags: ['sunset'],
    createdBy: { name: 'Ada' },
  });
  expect(await found('text: "HARBOUR"')).toEqual(['y']);
  const like =
    'mutation ($id: ID!, $is: Boolean!) { setFavoriteToken(tokenId: $id, isFavorite: $is) { __typename ... on Token { isFavorite } } }';
  expect((await person.run(like, { id: x, is: true })).data.setFavoriteToken.isFavorite).toBe(true);
  expect(await found('favorites: true')).toEqual(['x']);
  const { secret } = await createKey(person, ['READ', 'WRITE']);
  const key = callerOf(api, { authorization: `Bearer ${secret}` });
  expect((await key.run(like, { id: x, is: true })).data.setFavoriteToken.__typename).toBe('ForbiddenError');
});

test.each([
  ['none', []],
  ['more than a page', Array.from({ length: 101 }, () => 'VG9rZW46eA')],
])('a batch of %s is refused', async (_what, ids) => {
  const { data } = await person.run(remove, { ids });
  expect(data.deleteTokens.code).toBe('INVALID_INPUT');
});

const cost = async (count: number): Promise<number> =>
  (await person.run(remove, { ids: Array.from({ length: count }, () => 'VG9rZW46eA') })).extensions['cost']!['cost']!;

test('a batch costs by its tokens', async () => {
  expect(await cost(100)).toBeGreaterThan(10 * (await cost(1)));
});

const REPORT: LeakReport = {
  judge: 'classifiers',
  seen: { color: 'red', style: 'ink', object: 'cat', layout: 'upright' },
  rates: { color: { color: 0.9, style: 0.2, object: 0.8, layout: 0.3 } },
  base: { color: 0.1, style: 0.2, object: 0.1, layout: 0.3 },
  seeds: [0, 1, 2, 3],
  steps: 25,
  guidance: 7,
  scheduler: 'dpm-solver++',
};

test('a token says what it brings along, where it is active, and its colours as they look', async () => {
  const traits = { size: 64, methods: ['matte'], schedulers: ['dpm-solver++'], hasImageEncoder: false };
  const model = { fingerprint: FINGERPRINT, name: 'demo', embeddingWidth: 3, layers: 2 };
  const colors = [{ name: 'red', rgb: [216, 36, 4] }];
  await api.services.operations.withOperations((t) =>
    announceModel(t, 'w', 'cpu', { ...model, traits: { ...traits, colors } }),
  );
  const id = await addToken(api, person, library, 'leaky', {
    leakReport: REPORT,
    hash: 'abc',
    cells: [
      [0, -1],
      [0, 0],
      [-1, -1],
      [-1, 0],
    ],
  });
  const { data } = await person.run(
    `query ($id: ID!) { token(id: $id) { ... on Token { hash palette { name hex } cells { stage fromTimestep layers }
      leakReport { sentence transfer carries pictures rates { token factor rate base } } } } }`,
    { id },
  );
  expect(data.token.palette).toEqual([{ name: 'red', hex: '#d82404' }]);
  expect(data.token.cells.map(({ layers }: { layers: number[] }) => layers)).toEqual([[0], [0, 1], [], [1]]);
  expect(data.token.leakReport).toMatchObject({ transfer: 0.9, carries: ['OBJECT'], pictures: 4 });
  expect(data.token.leakReport.rates).toContainEqual({ token: 'COLOR', factor: 'OBJECT', rate: 0.8, base: 0.1 });
  expect(data.token.leakReport.sentence).toBe(
    'It brings its own attribute into 90% of the pictures, and with it comes object (80%; 10% without it).',
  );
  const byHash = await person.run('{ tokensByHash(hashes: ["abc", "unknown"]) { id } }');
  expect(byHash.data.tokensByHash).toEqual([{ id }]);
  expect((await (await signUp(api)).run('{ tokensByHash(hashes: ["abc"]) { id } }')).data.tokensByHash).toEqual([]);
});

test('a library shows its newest tokens with pictures, and all of its tokens by page', async () => {
  const shelf = await createLibrary(person, 'shelf');
  for (let i = 0; i < 6; i++)
    await addToken(api, person, shelf, `t${i}`, i === 5 ? {} : { previewKey: `organizations/x/${i}.png` });
  await api.admin.query(
    `update facet.attribute_token set created_at = now() + right(name, 1)::int * interval '1 second' where library_id = $1`,
    [decodeId('Library', shelf)],
  );
  const { data } = await person.run(
    `query ($id: ID!) { library(id: $id) { ... on Library { covers { name preview { url } } tokens(first: 2) { totalCount edges { node { name } } } } } }`,
    { id: shelf },
  );
  expect(data.library.covers.map(({ name }: { name: string }) => name)).toEqual(['t4', 't3', 't2', 't1']);
  expect(data.library.tokens).toMatchObject({
    totalCount: 6,
    edges: [{ node: { name: 't5' } }, { node: { name: 't4' } }],
  });
});
