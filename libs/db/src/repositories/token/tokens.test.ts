import { encodeId, Fingerprint, type LibraryId, type OrganizationId, type TokenId } from '@facet/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { FINGERPRINT, sharedLibrary, tokenContent } from '../../../test/make.ts';
import {
  addTokens,
  announceModel,
  addTokenVersion,
  addVersionFromFile,
  addVersionFromToken,
  countTokens,
  countTokensByLibrary,
  deleteLibrary,
  deleteToken,
  getLibraries,
  getTokenContents,
  getVersions,
  importTokens,
  listTokens,
  requireToken,
  similarTokens,
  startComposition,
  tokenUses,
  type Actor,
  type NewToken,
  type OrganizationTransaction,
  type PageRequest,
  type TokenFilter,
  type TokenOrder,
  updateToken,
} from '../../index.ts';

let it: TestDatabase;
let organizationId: OrganizationId;
let actor: Actor;
let libraryId: LibraryId;
beforeAll(async () => {
  it = await createTestDatabase();
});
afterAll(() => it.close());
beforeEach(async () => {
  const { id, userId } = await it.organization();
  organizationId = id;
  actor = { kind: 'user', id: userId };
  libraryId = (await inside((t) => sharedLibrary(t, actor))).id;
});

const inside = <R>(use: (t: OrganizationTransaction) => Promise<R>): Promise<R> =>
  it.database.withOrganization(organizationId, use);
const add = (...tokens: NewToken[]): Promise<TokenId[]> =>
  inside((t) => addTokens(t, actor, libraryId, tokens, { source: 'import' }));

/** A fixed sequence in [-1, 1). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

const cosine = (a: number[], b: number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0) / Math.hypot(...a) / Math.hypot(...b);

/** All names of a list, page by page; `between` runs after each page. */
async function walk(
  filter: TokenFilter,
  order: TokenOrder,
  first: number,
  between: (lastSeen: string) => Promise<unknown> = () => Promise.resolve(),
): Promise<string[]> {
  const names: string[] = [];
  for (let after: string | undefined; ;) {
    const page = await inside((t) => listTokens(t, actor, filter, { first, after, order }));
    names.push(...page.edges.map(({ row }) => row.name));
    if (!page.hasNextPage) return names;
    after = page.edges.at(-1)!.cursor;
    await between(names.at(-1)!);
  }
}

test('a list shows a token as it is read by its id, with its library', async () => {
  const [id] = await add({ ...tokenContent('listed'), leakReport: { figures: [1] }, previewKey: 'previews/1.png' });
  const [edge] = (await inside((t) => listTokens(t, actor, { libraryId }, { first: 1 }))).edges;
  const token = await inside((t) => requireToken(t, actor, id!));
  const [ofIt] = await inside((t) => getLibraries(t, actor, [libraryId]));
  expect(edge!.row).toEqual({ ...token, sortName: 'listed', library: ofIt });
});

test('tokens that are made together are listed as they were given, those that are made later before them', async () => {
  const names = ['d', 'b', 'c', 'a', 'e'];
  const made = async (of: string): Promise<void> => void (await add(...names.map((name) => tokenContent(name + of))));
  await made('1');
  await made('2');
  expect(await walk({}, 'newest', 3)).toEqual([...names.map((name) => `${name}2`), ...names.map((name) => `${name}1`)]);
});

test('vectors come back bit for bit', async () => {
  const next = numbers(3);
  const vector = Float32Array.from({ length: 768 }, () => next() * 10 ** (next() * 30));
  const [id] = await add({ ...tokenContent('exact'), vectors: [vector, vector.toReversed()] });
  const [content] = await inside((t) => getTokenContents(t, actor, [id!]));
  expect(Float32Array.from(content!.vectors)).toEqual(Float32Array.from([...vector, ...vector.toReversed()]));
  expect(content).toMatchObject({ vectorCount: 2, vectorWidth: 768, palette: [{ name: 'red', share: 1 }] });
});

test.each<TokenOrder>(['newest', 'name'])(
  'pages by %s lose nothing and repeat nothing while rows come and go',
  async (order) => {
    const names = Array.from({ length: 23 }, (_, i) => `token ${String.fromCodePoint(97 + ((i * 7) % 23))}`);
    // All in one transaction, so all have one creation time: the id decides.
    const ids = await add(...names.map((name) => tokenContent(name)));
    let round = 0;
    const seen = await walk({}, order, 5, async (lastSeen) => {
      round++;
      await add(tokenContent(`Token ${round}`), tokenContent(`zzz ${round}`));
      // The row that the cursor was made from goes.
      const gone = ids[names.indexOf(lastSeen)];
      if (gone) await inside((t) => deleteToken(t, actor, gone));
    });
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((name) => names.includes(name)).sort()).toEqual([...names].sort());
  },
);

test.each<TokenOrder>(['newest', 'name'])(
  'pages by %s from the end are those from the beginning, backwards',
  async (order) => {
    await add(
      ...Array.from({ length: 13 }, (_, i) => tokenContent(`token ${String.fromCodePoint(97 + ((i * 7) % 13))}`)),
    );
    const forwards = await walk({}, order, 5);
    const pages: string[][] = [];
    for (let before: string | undefined; ;) {
      const page = await inside((t) => listTokens(t, actor, {}, { last: 5, before, order }));
      pages.unshift(page.edges.map(({ row }) => row.name));
      expect(page.hasNextPage).toBe(before !== undefined);
      if (!page.hasPreviousPage) break;
      before = page.edges[0]!.cursor;
    }
    expect(pages.map(({ length }) => length)).toEqual([3, 5, 5]);
    expect(pages.flat()).toEqual(forwards);
    expect(forwards).toHaveLength(13);
  },
);

test('between two cursors there is what lies between them', async () => {
  await add(...['a', 'b', 'c', 'd', 'e'].map((name) => tokenContent(name)));
  const all = await inside((t) => listTokens(t, actor, {}, { first: 5, order: 'name' }));
  const [after, before] = [all.edges[0]!.cursor, all.edges[4]!.cursor];
  const namesOf = async (request: PageRequest): Promise<string[]> =>
    (await inside((t) => listTokens(t, actor, {}, { ...request, order: 'name' }))).edges.map(({ row }) => row.name);
  expect(await namesOf({ first: 9, after, before })).toEqual(['b', 'c', 'd']);
  expect(await namesOf({ first: 2, after, before })).toEqual(['b', 'c']);
  expect(await namesOf({ last: 2, after, before })).toEqual(['c', 'd']);
});

test('a page holds 1 to 100 rows, whatever is asked for', async () => {
  await add(...Array.from({ length: 105 }, (_, i) => tokenContent(`t${i}`)));
  for (const [first, rows] of [
    [9000, 100],
    [0, 1],
    [-5, 1],
    [Number.NaN, 1],
    [2.9, 2],
  ] as const) {
    const page = await inside((t) => listTokens(t, actor, {}, { first }));
    expect(page.edges).toHaveLength(rows);
  }
  expect(await inside((t) => countTokens(t, actor, {}))).toBe(105);
});

test('a cursor reveals nothing, and fits only its own list, order, filter and organisation', async () => {
  await add(tokenContent('confidential'), tokenContent('second'));
  const page = await inside((t) => listTokens(t, actor, {}, { first: 1, order: 'name' }));
  const { cursor: after, row } = page.edges[0]!;
  const bytes = Buffer.from(after, 'base64url').toString('latin1');
  for (const part of [row.id, row.name, row.createdAt.toISOString().slice(0, 10)]) expect(bytes).not.toContain(part);
  const refused = { code: 'invalid-cursor' };
  const list = (filter: TokenFilter, order: TokenOrder, cursor: string): Promise<unknown> =>
    inside((t) => listTokens(t, actor, filter, { first: 1, after: cursor, order }));
  await expect(list({}, 'newest', after)).rejects.toMatchObject(refused);
  await expect(list({ attribute: 'color' }, 'name', after)).rejects.toMatchObject(refused);
  await expect(list({}, 'name', `${after.slice(0, -2)}AA`)).rejects.toMatchObject(refused);
  await expect(list({}, 'name', 'nonsense')).rejects.toMatchObject(refused);
  await expect(list({}, 'name', '')).rejects.toMatchObject(refused);
  expect(await list({}, 'name', after)).toMatchObject({ hasNextPage: false });
  const other = await it.organization();
  const foreign = it.database.withOrganization(other.id, (t) =>
    listTokens(t, actor, {}, { first: 1, after, order: 'name' }),
  );
  await expect(foreign).rejects.toMatchObject(refused);
});

test('tokens are found by name, attribute, library and model', async () => {
  const second = await inside((t) => sharedLibrary(t, actor, 'second'));
  await add(tokenContent('Blue Cat'), tokenContent('blue cat', [1, 0, 0], 'style'), tokenContent('100% dog'));
  await inside((t) => addTokens(t, actor, second.id, [tokenContent('cat too')], { source: 'import' }));
  const named = async (filter: TokenFilter): Promise<string[]> => {
    const names = await walk(filter, 'name', 10);
    expect(await inside((t) => countTokens(t, actor, filter))).toBe(names.length);
    return names;
  };
  expect((await named({ name: 'CAT' })).sort()).toEqual(['Blue Cat', 'blue cat', 'cat too']);
  expect(await named({ name: 'cat', attribute: 'style' })).toEqual(['blue cat']);
  expect(await named({ name: '%' })).toEqual(['100% dog']);
  expect(await named({ name: '_' })).toEqual([]);
  expect(await named({ libraryId: second.id })).toEqual(['cat too']);
  expect(await named({ fingerprint: FINGERPRINT })).toHaveLength(4);
  expect(await named({ fingerprint: 'ff'.repeat(32) as typeof FINGERPRINT })).toEqual([]);
  const now = Fingerprint.parse('12'.repeat(32));
  const traits = { size: 64, methods: [], schedulers: [], hasImageEncoder: false, formerFingerprints: [FINGERPRINT] };
  const model = { fingerprint: now, name: 'demo', embeddingWidth: 3, layers: 2, traits };
  await it.operations.withOperations((t) => announceModel(t, 'w', 'cpu', model));
  expect(await named({ fingerprint: now })).toHaveLength(4);
  const counts = await inside((t) => countTokensByLibrary(t, [libraryId, second.id]));
  expect([counts.get(libraryId), counts.get(second.id)]).toEqual([3, 1]);
});

test('similar tokens are those of brute force, in its order, across pages', async () => {
  const next = numbers(11);
  const vectors = Array.from({ length: 40 }, () => Array.from({ length: 24 }, () => Math.fround(next())));
  const ids = await add(...vectors.map((vector, i) => tokenContent(`t${i}`, vector)));
  // Not comparable: another attribute, another model, another width.
  await add(tokenContent('style', vectors[0], 'style'), tokenContent('narrow', [1, 2, 3]));
  const expected = vectors
    .map((vector, i) => ({ name: `t${i}`, distance: 1 - cosine(vectors[0]!, vector) }))
    .slice(1)
    .sort((a, b) => a.distance - b.distance);
  const found: { name: string; distance: number }[] = [];
  for (let after: string | undefined; ;) {
    const page = await inside((t) => similarTokens(t, actor, ids[0]!, {}, { first: 7, after }));
    found.push(...page.edges.map(({ row: { name, distance } }) => ({ name, distance })));
    if (!page.hasNextPage) break;
    after = page.edges.at(-1)!.cursor;
  }
  expect(found.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
  for (const [i, { distance }] of found.entries()) expect(distance).toBeCloseTo(expected[i]!.distance, 6);
});

test('a name is taken once per attribute and library, whatever its case, and free in others', async () => {
  const [id] = await add(tokenContent('one'), tokenContent('one', [1, 0, 0], 'style'), tokenContent('two'));
  await expect(add(tokenContent('ONE'))).rejects.toMatchObject({ code: 'name-taken' });
  await expect(inside((t) => updateToken(t, actor, id!, { name: 'Two' }))).rejects.toMatchObject({
    code: 'name-taken',
  });
  await inside((t) => updateToken(t, actor, id!, { name: 'three' }));
  expect((await inside((t) => requireToken(t, actor, id!))).name).toBe('three');
  const second = await inside((t) => sharedLibrary(t, actor, 'second'));
  await inside((t) => addTokens(t, actor, second.id, [tokenContent('two')], { source: 'import' }));
});

test('another organisation may use the same names', async () => {
  await add(tokenContent('one'));
  const { id, userId } = await it.organization();
  const other: Actor = { kind: 'user', id: userId };
  const ids = await it.database.withOrganization(id, async (t) => {
    const mine = await sharedLibrary(t, other);
    return addTokens(t, other, mine.id, [tokenContent('one')], { source: 'import' });
  });
  expect(ids).toHaveLength(1);
});

test('versions made at once get numbers of their own; lists show the newest, old ones stay readable', async () => {
  const [id] = await add(tokenContent('grown'));
  const made = await Promise.all(
    Array.from({ length: 4 }, (_, i) =>
      inside((t) => addTokenVersion(t, actor, id!, tokenContent('', [0, i + 1, 0]), { source: 'import' })),
    ),
  );
  const versions = await inside((t) => getVersions(t, actor, made[1]!));
  expect(versions.map(({ version, isLatest }) => [version, isLatest])).toEqual([
    [5, true],
    [4, false],
    [3, false],
    [2, false],
    [1, false],
  ]);
  const { edges } = await inside((t) => listTokens(t, actor, {}, { first: 10 }));
  expect(edges.map(({ row }) => [row.version, row.name])).toEqual([[5, 'grown']]);
  expect((await inside((t) => requireToken(t, actor, id!))).version).toBe(1);
});

test('what uses a token is said before it is deleted; deleted even so, it is gone with all versions', async () => {
  const [id] = await add(tokenContent('used'));
  const composition = await inside((t) =>
    startComposition(t, actor, {
      prompt: null,
      negativePrompt: '',
      words: {},
      slots: [{ attribute: 'color', tokenId: id!, strength: 0.5 }],
      seeds: [1],
      steps: 20,
      guidance: 7,
      scheduler: 'ddim',
      width: 64,
      height: 64,
      fingerprint: FINGERPRINT,
    }),
  );
  const newest = await inside((t) => addTokenVersion(t, actor, id!, tokenContent(''), { source: 'import' }));
  expect(await inside((t) => tokenUses(t, actor, newest))).toEqual({
    compositions: 1,
    compositionIds: [composition.id],
  });
  const refused = { code: 'in-use', message: expect.stringContaining(encodeId('Composition', composition.id)) };
  await expect(inside((t) => deleteToken(t, actor, newest))).rejects.toMatchObject(refused);
  await expect(inside((t) => deleteLibrary(t, actor, libraryId))).rejects.toMatchObject({ code: 'in-use' });
  await inside((t) => deleteToken(t, actor, newest, { evenInUse: true }));
  await expect(inside((t) => requireToken(t, actor, id!))).rejects.toMatchObject({ code: 'not-found' });
  await inside((t) => deleteLibrary(t, actor, libraryId));
});

test.each<[string, ArrayLike<number>[]]>([
  ['no vector', []],
  ['an empty vector', [[]]],
  ['vectors of two widths', [[1, 2], [1]]],
  ['a value that is no number', [[Number.NaN, 1]]],
])('%s makes no token', async (_, vectors) => {
  await expect(add({ ...tokenContent('bad'), vectors })).rejects.toMatchObject({ code: 'invalid-input' });
});

test('a new version is made of another token or a file, once for each key, and of its own attribute and model only', async () => {
  const [id, better] = await add(tokenContent('a'), tokenContent('b', [0, 1, 0]));
  const [shape] = await add(tokenContent('c', [1, 0, 0], 'object'));
  const versions = async () =>
    (await inside((t) => getVersions(t, actor, id!))).map((row) => [row.version, row.source]);
  const again = () => inside((t) => addVersionFromToken(t, actor, id!, better!, 'key'));
  expect(await again()).toBe(await again());
  const file = { ...tokenContent('ignored', [0, 0, 1]), fingerprint: FINGERPRINT };
  await inside((t) => addVersionFromFile(t, actor, id!, file, { uploadId: 'x' }));
  expect(await versions()).toEqual([
    [3, 'import'],
    [2, 'copy'],
    [1, 'import'],
  ]);
  const [content] = await inside(async (t) => getTokenContents(t, actor, [(await getVersions(t, actor, id!))[1]!.id]));
  expect([content!.name, content!.vectors, content!.copiedFromId]).toEqual(['a', [0, 1, 0], better]);
  await expect(inside((t) => addVersionFromToken(t, actor, id!, shape!))).rejects.toThrow(/cannot go on as/);
  const foreign = { ...file, fingerprint: Fingerprint.parse('cd'.repeat(32)) };
  await expect(inside((t) => addVersionFromFile(t, actor, id!, foreign, {}))).rejects.toThrow(/belongs to the model/);
});

test('importing with the same key gives the same tokens, also when there are several', async () => {
  const tokens = [tokenContent('i'), tokenContent('i', [0, 1, 0], 'style')];
  const take = () => inside((t) => importTokens(t, actor, libraryId, tokens, { uploadId: 'x' }, 'key'));
  const first = await take();
  expect(await take()).toEqual(first);
  expect(new Set(first).size).toBe(2);
  expect(await inside((t) => countTokens(t, actor, { name: 'i' }))).toBe(2);
});
