import { encodeId, newId, type LibraryId, type TokenId } from '@facet/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { grantLibrary, newComposition, sharedLibrary, tokenContent } from '../../../test/make.ts';
import { newParty, type Party } from '../../../test/party.ts';
import {
  addTokens,
  addVersionFromToken,
  copyTokens,
  deleteTokens,
  getTokenContents,
  getTokens,
  getVersions,
  listTokens,
  MAX_BATCH,
  moveTokens,
  startComposition,
  tagTokens,
  type BatchItem,
} from '../../index.ts';

let it: TestDatabase;
let ours: Party;
let theirs: Party;
let from: LibraryId;
let into: LibraryId;
/** Of another organisation, granted to ours. */
let granted: TokenId;
const nobodys = newId<TokenId>();
beforeAll(async () => {
  it = await createTestDatabase();
});
afterAll(() => it.close());
beforeEach(async () => {
  [ours, theirs] = [await newParty(it), await newParty(it)];
  from = (await ours.inside((t) => sharedLibrary(t, ours.actor, 'from'))).id;
  into = (await ours.inside((t) => sharedLibrary(t, ours.actor, 'into'))).id;
  granted = await theirs.inside(async (t) => {
    const { id } = await sharedLibrary(t, theirs.actor);
    const [tokenId] = await addTokens(t, theirs.actor, id, [tokenContent('lent')], { source: 'import' });
    await grantLibrary(t, theirs.actor, id, ours.id);
    return tokenId!;
  });
});

const add = (library: LibraryId, ...names: string[]): Promise<TokenId[]> =>
  ours.inside((t) =>
    addTokens(
      t,
      ours.actor,
      library,
      names.map((name) => tokenContent(name)),
      { source: 'import' },
    ),
  );
const namesIn = async (libraryId: LibraryId): Promise<string[]> =>
  (await ours.inside((t) => listTokens(t, ours.actor, { libraryId }, { first: 100, order: 'name' }))).edges.map(
    ({ row }) => row.name,
  );
const outcomes = (items: readonly BatchItem[]) => items.map(({ id, error }) => [id, error?.code ?? 'done']);

test('tokens move with all their versions; what is wrong with one leaves the others alone', async () => {
  const [a, b, c] = (await add(from, 'a', 'b', 'C')) as [TokenId, TokenId, TokenId];
  const newest = await ours.inside((t) => addVersionFromToken(t, ours.actor, a, b));
  await add(into, 'c');
  const items = await ours.inside((t) => moveTokens(t, ours.actor, [a, nobodys, b, c, granted], into));
  expect(outcomes(items)).toEqual([
    [a, 'done'],
    [nobodys, 'not-found'],
    [b, 'done'],
    [c, 'name-taken'],
    [granted, 'not-found'],
  ]);
  expect([await namesIn(from), await namesIn(into)]).toEqual([['C'], ['a', 'b', 'c']]);
  const versions = await ours.inside((t) => getVersions(t, ours.actor, newest));
  expect(versions.map(({ libraryId }) => libraryId)).toEqual([into, into]);
  await expect(ours.inside((t) => moveTokens(t, ours.actor, [c], newId()))).rejects.toMatchObject({
    code: 'not-found',
  });
});

test('two of a batch that have one name do not both move to a library', async () => {
  const [a] = (await add(from, 'same')) as [TokenId];
  const third = (await ours.inside((t) => sharedLibrary(t, ours.actor, 'third'))).id;
  const [b] = (await add(into, 'Same')) as [TokenId];
  const items = await ours.inside((t) => moveTokens(t, ours.actor, [a, b], third));
  expect(outcomes(items)).toEqual([
    [a, 'done'],
    [b, 'name-taken'],
  ]);
});

test('batches that move tokens both ways at once wait for one another, and neither fails', async () => {
  const here = await add(from, ...Array.from({ length: 20 }, (_, i) => `here ${i}`));
  const there = await add(into, ...Array.from({ length: 20 }, (_, i) => `there ${i}`));
  const both = await Promise.all([
    ours.inside((t) => moveTokens(t, ours.actor, here, into)),
    ours.inside((t) => moveTokens(t, ours.actor, there.toReversed(), from)),
  ]);
  expect(both.flat().filter(({ error }) => error)).toEqual([]);
  expect([(await namesIn(from)).length, (await namesIn(into)).length]).toEqual([20, 20]);
});

test('copies are first versions with the content of the originals, granted ones too', async () => {
  const [a] = (await add(from, 'a')) as [TokenId];
  await ours.inside((t) => tagTokens(t, ours.actor, [a], { add: ['warm'] }));
  const items = await ours.inside((t) => copyTokens(t, ours.actor, [a, granted, nobodys], into));
  expect(outcomes(items)).toEqual([
    [a, 'done'],
    [granted, 'done'],
    [nobodys, 'not-found'],
  ]);
  expect(await namesIn(into)).toEqual(['a', 'lent']);
  const ids = items.flatMap(({ copyId }) => copyId ?? []);
  const copies = await ours.inside((t) => getTokenContents(t, ours.actor, ids));
  expect(copies.find(({ copiedFromId }) => copiedFromId === a)).toMatchObject({
    version: 1,
    source: 'copy',
    vectors: [1, 0, 0],
    tags: ['warm'],
  });
  const again = await ours.inside((t) => copyTokens(t, ours.actor, [a], into));
  expect(outcomes(again)).toEqual([[a, 'name-taken']]);
});

test('tokens in use are kept with what uses them, and the others of the batch are deleted', async () => {
  const [a, b] = (await add(from, 'a', 'b')) as [TokenId, TokenId];
  const composition = newComposition({ slots: [{ attribute: 'color', tokenId: a, strength: 1 }] });
  const { id } = await ours.inside((t) => startComposition(t, ours.actor, composition));
  const items = await ours.inside((t) => deleteTokens(t, ours.actor, [a, b, granted]));
  expect(outcomes(items)).toEqual([
    [a, 'in-use'],
    [b, 'done'],
    [granted, 'not-found'],
  ]);
  expect(items[0]!.error!.message).toContain(encodeId('Composition', id));
  expect(await namesIn(from)).toEqual(['a']);
  await ours.inside((t) => deleteTokens(t, ours.actor, [a], { evenInUse: true }));
  expect(await namesIn(from)).toEqual([]);
  expect(await ours.inside((t) => getTokens(t, ours.actor, [granted]))).toHaveLength(1);
});

test('tags are added and removed together, in one spelling, and a token with too many keeps those that it had', async () => {
  const [a, b] = (await add(from, 'a', 'b')) as [TokenId, TokenId];
  const many = Array.from({ length: 30 }, (_, i) => `t${i}`);
  await ours.inside((t) => tagTokens(t, ours.actor, [b], { add: many }));
  const items = await ours.inside((t) =>
    tagTokens(t, ours.actor, [a, b, granted], { add: [' Warm', 'warm', 'old'], remove: ['OLD'] }),
  );
  expect(outcomes(items)).toEqual([
    [a, 'done'],
    [b, 'invalid-input'],
    [granted, 'not-found'],
  ]);
  const tags = async (id: TokenId) => (await ours.inside((t) => getTokens(t, ours.actor, [id])))[0]!.tags;
  expect(await tags(a)).toEqual(['warm']);
  expect(await tags(b)).toEqual(many.toSorted());
  await ours.inside((t) => tagTokens(t, ours.actor, [a, b], { remove: many }));
  expect([await tags(a), await tags(b)]).toEqual([['warm'], []]);
  await expect(ours.inside((t) => tagTokens(t, ours.actor, [a], { add: [' '] }))).rejects.toMatchObject({
    code: 'invalid-input',
  });
});

test('a batch is no larger than a page', async () => {
  const ids = Array.from({ length: MAX_BATCH + 1 }, () => newId<TokenId>());
  const refused = { code: 'invalid-input' };
  await expect(ours.inside((t) => deleteTokens(t, ours.actor, ids))).rejects.toMatchObject(refused);
  await expect(ours.inside((t) => copyTokens(t, ours.actor, ids, into))).rejects.toMatchObject(refused);
});
