import type { LibraryId, TokenId } from '@facet/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { grantLibrary, sharedLibrary, tokenContent } from '../../../test/make.ts';
import { newParty, type Party } from '../../../test/party.ts';
import { tokenFavorite } from '../../schema/index.ts';
import {
  addTokens,
  addVersionFromToken,
  copyToken,
  createLibrary,
  deleteToken,
  getTokens,
  getTokensByHash,
  getVersions,
  listTags,
  listTokens,
  revokeGrant,
  setFavorite,
  updateToken,
  type Actor,
  type TokenFilter,
  type TokenOrder,
} from '../../index.ts';

let it: TestDatabase;
let ours: Party;
let guest: Party;
let libraryId: LibraryId;
let a: TokenId;
let b: TokenId;
const HASH = 'e'.repeat(64);
beforeAll(async () => {
  it = await createTestDatabase();
});
afterAll(() => it.close());
beforeEach(async () => {
  [ours, guest] = [await newParty(it), await newParty(it)];
  [a, b] = (await ours.inside(async (t) => {
    libraryId = (await sharedLibrary(t, ours.actor)).id;
    const tokens = [{ ...tokenContent('sunset'), hash: HASH }, tokenContent('dawn')];
    return addTokens(t, ours.actor, libraryId, tokens, { source: 'import' });
  })) as [TokenId, TokenId];
});

const key: Actor = { kind: 'api-key', id: 'key-1' };
const named = async (filter: TokenFilter, { inside, actor }: Party = ours): Promise<string[]> =>
  (await inside((t) => listTokens(t, actor, filter, { first: 10, order: 'name' }))).edges.map(({ row }) => row.name);

test('notes and tags are those of all versions, and of the next one', async () => {
  await ours.inside((t) => updateToken(t, ours.actor, a, { notes: 'from the beach', tags: ['Warm', 'sea'] }));
  const newest = await ours.inside((t) => addVersionFromToken(t, ours.actor, a, b));
  await ours.inside((t) => updateToken(t, ours.actor, newest, { name: 'dusk' }));
  const versions = await ours.inside((t) => getVersions(t, ours.actor, a));
  expect(versions.map(({ name, notes, tags }) => [name, notes, tags])).toEqual([
    ['dusk', 'from the beach', ['sea', 'warm']],
    ['dusk', 'from the beach', ['sea', 'warm']],
  ]);
  await expect(ours.inside((t) => updateToken(t, ours.actor, a, { notes: 'x'.repeat(5001) }))).rejects.toMatchObject({
    code: 'invalid-input',
  });
});

test('tokens are found by tags and by text in name, notes and tags', async () => {
  await ours.inside((t) => updateToken(t, ours.actor, a, { notes: '100% red', tags: ['warm', 'sea'] }));
  await ours.inside((t) => updateToken(t, ours.actor, b, { tags: ['warm'] }));
  expect(await named({ tags: ['Warm'] })).toEqual(['dawn', 'sunset']);
  expect(await named({ tags: ['warm', 'sea'] })).toEqual(['sunset']);
  expect(await named({ text: '0% R' })).toEqual(['sunset']);
  expect(await named({ text: 'daw' })).toEqual(['dawn']);
  expect(await named({ text: 'SEA' })).toEqual(['sunset']);
  expect(await ours.inside((t) => listTags(t, ours.actor))).toEqual([
    { tag: 'warm', tokens: 2 },
    { tag: 'sea', tokens: 1 },
  ]);
  await ours.inside((t) => createLibrary(t, ours.actor, { name: 'empty', visibility: 'organization' }));
  expect(await guest.inside((t) => listTags(t, guest.actor))).toEqual([]);
});

test('a favourite is one user’s, with all versions of the token, and of a granted token too', async () => {
  await ours.inside((t) => grantLibrary(t, ours.actor, libraryId, guest.id));
  await guest.inside((t) => setFavorite(t, guest.actor, a, true));
  await guest.inside((t) => setFavorite(t, guest.actor, a, true));
  expect([await named({ isFavorite: true }, guest), await named({ isFavorite: true })]).toEqual([['sunset'], []]);
  const newest = await ours.inside((t) => addVersionFromToken(t, ours.actor, a, b));
  expect(await guest.inside((t) => getTokens(t, guest.actor, [a, newest]))).toMatchObject([
    { isFavorite: true },
    { isFavorite: true },
  ]);
  expect(await ours.inside((t) => getTokens(t, ours.actor, [newest]))).toMatchObject([{ isFavorite: false }]);
  expect(await guest.inside((t) => getTokens(t, key, [newest]))).toMatchObject([{ isFavorite: false }]);
  await guest.inside((t) => setFavorite(t, guest.actor, newest, false));
  expect(await named({ isFavorite: true }, guest)).toEqual([]);
  await expect(guest.inside((t) => setFavorite(t, key, a, true))).rejects.toMatchObject({ code: 'invalid-input' });
});

test('what cannot be read cannot be liked, and a favourite goes with its token', async () => {
  const refused = { code: 'not-found' };
  await expect(guest.inside((t) => setFavorite(t, guest.actor, a, true))).rejects.toMatchObject(refused);
  await expect(
    guest.inside(({ sql, organizationId }) =>
      sql
        .insert(tokenFavorite)
        .values({ organizationId, userId: guest.actor.id, tokenOrganizationId: ours.id, lineageId: a }),
    ),
  ).rejects.toMatchObject({ code: '42501' });
  await ours.inside((t) => grantLibrary(t, ours.actor, libraryId, guest.id));
  await guest.inside((t) => setFavorite(t, guest.actor, a, true));
  await ours.inside((t) => revokeGrant(t, ours.actor, libraryId, { organizationId: guest.id }));
  expect(await named({ isFavorite: true }, guest)).toEqual([]);
  await ours.inside((t) => deleteToken(t, ours.actor, a));
  expect((await it.admin.query('select from facet.token_favorite where lineage_id = $1', [a])).rowCount).toBe(0);
});

const hashed = (who: Party) => who.inside((t) => getTokensByHash(t, who.actor, [HASH, 'f'.repeat(64)]));

test('a token is found by the hash in a recipe, own ones before granted ones, and no others', async () => {
  expect((await hashed(ours)).map(({ id }) => id)).toEqual([a]);
  expect(await hashed(guest)).toEqual([]);
  await ours.inside((t) => grantLibrary(t, ours.actor, libraryId, guest.id));
  const copy = await guest.inside(async (t) => {
    const { id } = await sharedLibrary(t, guest.actor);
    return copyToken(t, guest.actor, a, id);
  });
  // The copy is the guest's own, and what ours made later is still the granted one.
  await ours.inside((t) => copyToken(t, ours.actor, a, libraryId, 'again'));
  expect((await hashed(guest)).map(({ id }) => id)[0]).toBe(copy);
  expect(await hashed(guest)).toHaveLength(3);
});

test('who made a token is kept, a user or a key, and can be asked for', async () => {
  await ours.inside((t) => addTokens(t, key, libraryId, [tokenContent('by key')], { source: 'import' }));
  expect(await named({ madeBy: key })).toEqual(['by key']);
  expect(await named({ madeBy: ours.actor })).toEqual(['dawn', 'sunset']);
  expect(await ours.inside((t) => getTokens(t, ours.actor, [a]))).toMatchObject([
    { createdBy: ours.actor.id, createdByKey: null },
  ]);
});

test('what a member has made is asked for by whoever reads; who made what is granted stays with those who grant it', async () => {
  await ours.inside((t) => addTokens(t, key, libraryId, [tokenContent('by key')], { source: 'import' }));
  const ofOurs: TokenFilter = { madeByMember: ours.actor.id };
  expect(await named(ofOurs)).toEqual(['dawn', 'sunset']);
  expect(await named({ madeByMember: guest.actor.id })).toEqual([]);
  await ours.inside((t) => grantLibrary(t, ours.actor, libraryId, guest.id));
  expect(await named({}, guest)).toEqual(['by key', 'dawn', 'sunset']);
  expect(await named(ofOurs, guest)).toEqual([]);
});

test('a page of tokens brings their libraries along', async () => {
  const { edges } = await ours.inside((t) => listTokens(t, ours.actor, {}, { first: 10 }));
  expect(edges.map(({ row }) => row.library)).toEqual([
    expect.objectContaining({ id: libraryId, name: 'shared' }),
    expect.objectContaining({ id: libraryId, name: 'shared' }),
  ]);
});

test('a list over several libraries has all tokens in one order, in pages of any size, forwards and backwards', async () => {
  const libraries = await ours.inside(async (t) => [
    (await sharedLibrary(t, ours.actor, 'second')).id,
    (await createLibrary(t, ours.actor, { name: 'third', visibility: 'private' })).id,
  ]);
  const names = ['dawn', 'sunset'];
  for (let i = 0; i < 12; i++) {
    const name = `token ${String((i * 5) % 12).padStart(2, '0')}`;
    names.push(name);
    const into = [libraryId, ...libraries][i % 3]!;
    await ours.inside((t) => addTokens(t, ours.actor, into, [tokenContent(name)], { source: 'import' }));
  }
  const walk = async (order: TokenOrder, isBackward: boolean): Promise<string[]> => {
    const seen: string[] = [];
    for (let cursor: string | undefined; ;) {
      const request = isBackward ? { last: 5, before: cursor } : { first: 5, after: cursor };
      const { edges, hasNextPage, hasPreviousPage } = await ours.inside((t) =>
        listTokens(t, ours.actor, {}, { ...request, order }),
      );
      const page = edges.map(({ row }) => row.name);
      if (isBackward) seen.unshift(...page);
      else seen.push(...page);
      if (!(isBackward ? hasPreviousPage : hasNextPage)) return seen;
      cursor = (isBackward ? edges[0] : edges.at(-1))!.cursor;
    }
  };
  expect(await walk('name', false)).toEqual(names.toSorted());
  expect(await walk('name', true)).toEqual(names.toSorted());
  // The first two came in one statement, and so at one moment.
  const newest = (await walk('newest', false)).slice(0, 12);
  expect(newest).toEqual(names.slice(2).toReversed());
  expect((await walk('newest', true)).slice(0, 12)).toEqual(newest);
});
