import { encodeId, newId, type LibraryId, type OrganizationId, type TokenId, type UserId } from '@facet/contracts';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { grantLibrary, FINGERPRINT, sharedLibrary, tokenContent } from '../../../test/make.ts';
import {
  acceptOffer,
  addTokens,
  copyToken,
  createLibrary,
  deleteToken,
  endGrantToUs,
  getGrants,
  getLibraries,
  getOrganizations,
  getTokenContents,
  getTokens,
  getSlots,
  listLibraries,
  listOffers,
  listTokens,
  offerLibrary,
  requireLibrary,
  revokeGrant,
  similarTokens,
  startComposition,
  tokenUses,
  updateLibrary,
  type Actor,
  type NewComposition,
  type OrganizationTransaction,
  updateToken,
} from '../../index.ts';
import { attributeToken, compositionSlot, library } from '../../schema/index.ts';

let it: TestDatabase;
beforeAll(async () => {
  it = await createTestDatabase();
});
afterAll(() => it.close());

interface Party {
  readonly id: OrganizationId;
  readonly userId: UserId;
  readonly actor: Actor;
}
let owner: Party;
let guest: Party;
let stranger: Party;
let libraryId: LibraryId;
let tokenId: TokenId;

const party = async (): Promise<Party> => {
  const { id, userId } = await it.organization();
  return { id, userId, actor: { kind: 'user', id: userId } };
};
const as = <R>({ id }: Party, use: (t: OrganizationTransaction) => Promise<R>): Promise<R> =>
  it.database.withOrganization(id, use);

beforeEach(async () => {
  [owner, guest, stranger] = [await party(), await party(), await party()];
  await as(owner, async (t) => {
    libraryId = (await sharedLibrary(t, owner.actor)).id;
    [tokenId] = (await addTokens(t, owner.actor, libraryId, [tokenContent('sunset')], { source: 'import' })) as [
      TokenId,
    ];
    await grantLibrary(t, owner.actor, libraryId, guest.id);
  });
});

const tokensSeenBy = (who: Party): Promise<string[]> =>
  as(who, async (t) => (await listTokens(t, who.actor, {}, { first: 10 })).edges.map(({ row }) => row.name));

test('a granted library and its tokens are seen by the grantee, and by nobody else', async () => {
  const seen = await as(guest, (t) => listLibraries(t, guest.actor, { origin: 'granted' }, { first: 10 }));
  expect(seen.edges.map(({ row }) => [row.id, row.organizationId])).toEqual([[libraryId, owner.id]]);
  expect(await tokensSeenBy(guest)).toEqual(['sunset']);
  expect(await as(guest, (t) => getTokenContents(t, guest.actor, [tokenId]))).toHaveLength(1);
  expect(await tokensSeenBy(stranger)).toEqual([]);
  expect(await as(stranger, (t) => getTokens(t, stranger.actor, [tokenId]))).toEqual([]);
});

test('a grantee cannot write: not through repositories, and not through bare statements', async () => {
  const refused = { code: 'not-found' };
  await expect(as(guest, (t) => updateToken(t, guest.actor, tokenId, { name: 'mine' }))).rejects.toMatchObject(refused);
  await expect(as(guest, (t) => deleteToken(t, guest.actor, tokenId))).rejects.toMatchObject(refused);
  await expect(as(guest, (t) => updateLibrary(t, guest.actor, libraryId, { name: 'x' }))).rejects.toMatchObject(
    refused,
  );
  await expect(as(guest, (t) => grantLibrary(t, guest.actor, libraryId, stranger.id))).rejects.toMatchObject(refused);
  const put = as(guest, (t) => addTokens(t, guest.actor, libraryId, [tokenContent('x')], { source: 'import' }));
  await expect(put).rejects.toMatchObject(refused);
  await as(guest, async ({ sql }) => {
    expect((await sql.update(attributeToken).set({ name: 'x' }).where(eq(attributeToken.id, tokenId))).rowCount).toBe(
      0,
    );
    expect((await sql.delete(attributeToken).where(eq(attributeToken.id, tokenId))).rowCount).toBe(0);
    expect((await sql.update(library).set({ name: 'x' }).where(eq(library.id, libraryId))).rowCount).toBe(0);
  });
  expect(await tokensSeenBy(owner)).toEqual(['sunset']);
});

test('a revoked grant ends at once, also in the middle of paging', async () => {
  await as(owner, (t) => addTokens(t, owner.actor, libraryId, [tokenContent('dawn')], { source: 'import' }));
  const first = await as(guest, (t) => listTokens(t, guest.actor, {}, { first: 1 }));
  expect(first.hasNextPage).toBe(true);
  expect(await as(owner, (t) => revokeGrant(t, owner.actor, libraryId, { organizationId: guest.id }))).toBe(true);
  const after = first.edges[0]!.cursor;
  const second = await as(guest, (t) => listTokens(t, guest.actor, {}, { first: 1, after }));
  expect(second).toEqual({ edges: [], hasNextPage: false, hasPreviousPage: true });
  await expect(as(guest, (t) => requireLibrary(t, guest.actor, libraryId))).rejects.toMatchObject({
    code: 'not-found',
  });
  expect(await as(guest, (t) => getTokens(t, guest.actor, [tokenId]))).toEqual([]);
});

test('a library that becomes private is granted to nobody', async () => {
  await as(owner, (t) => updateLibrary(t, owner.actor, libraryId, { visibility: 'private' }));
  expect(await tokensSeenBy(guest)).toEqual([]);
  await as(owner, (t) => updateLibrary(t, owner.actor, libraryId, { visibility: 'organization' }));
  expect(await tokensSeenBy(guest)).toEqual([]);
});

test('a private library is seen by its creator alone, not by fellow members, API keys or grantees', async () => {
  const secret = await as(owner, (t) => createLibrary(t, owner.actor, { name: 'secret', visibility: 'private' }));
  const content = [tokenContent('hidden')];
  const [hidden] = await as(owner, (t) => addTokens(t, owner.actor, secret.id, content, { source: 'import' }));
  const fellow: Actor = { kind: 'user', id: await it.user() };
  const key: Actor = { kind: 'api-key', id: 'key' };
  for (const actor of [fellow, key]) {
    expect(await as(owner, (t) => getTokens(t, actor, [hidden!]))).toEqual([]);
    await expect(as(owner, (t) => requireLibrary(t, actor, secret.id))).rejects.toMatchObject({ code: 'not-found' });
    expect((await as(owner, (t) => similarTokens(t, actor, tokenId, {}, { first: 10 }))).edges).toEqual([]);
  }
  expect(await as(owner, (t) => getTokens(t, owner.actor, [hidden!]))).toHaveLength(1);
  const grant = as(owner, (t) => grantLibrary(t, owner.actor, secret.id, guest.id));
  await expect(grant).rejects.toMatchObject({ code: 'wrong-state' });
});

test('organisations that share a grant know each other by name, and nobody else', async () => {
  const known = async (who: Party): Promise<string[]> =>
    (await as(who, (t) => getOrganizations(t, [owner.id, guest.id, stranger.id]))).map(({ id }) => id).sort();
  expect(await known(owner)).toEqual([owner.id, guest.id].sort());
  expect(await known(guest)).toEqual([owner.id, guest.id].sort());
  expect(await known(stranger)).toEqual([stranger.id]);
});

test('a copy of a granted token is the own organisation’s and outlives the grant', async () => {
  const mine = await as(guest, (t) => sharedLibrary(t, guest.actor, 'mine'));
  const copy = await as(guest, (t) => copyToken(t, guest.actor, tokenId, mine.id, 'copied', 'key'));
  expect(await as(guest, (t) => copyToken(t, guest.actor, tokenId, mine.id, 'copied', 'key'))).toBe(copy);
  await as(owner, (t) => deleteToken(t, owner.actor, tokenId));
  const [content] = await as(guest, (t) => getTokenContents(t, guest.actor, [copy]));
  expect(content).toMatchObject({ name: 'copied', organizationId: guest.id, source: 'copy', copiedFromId: tokenId });
  expect(content!.vectors).toEqual([1, 0, 0]);
});

const composed = (id: TokenId): NewComposition => ({
  prompt: 'a {color} cat',
  negativePrompt: '',
  words: {},
  slots: [{ attribute: 'color', tokenId: id, strength: 1 }],
  seeds: [1, 2],
  steps: 20,
  guidance: 7,
  scheduler: 'ddim',
  width: 64,
  height: 64,
  fingerprint: FINGERPRINT,
});

test('a granted token is composed with; deleted by its owner it leaves its name behind', async () => {
  const { id } = await as(guest, (t) => startComposition(t, guest.actor, composed(tokenId)));
  // The owner is not told what its guests do.
  expect(await as(owner, (t) => tokenUses(t, owner.actor, tokenId))).toEqual({ compositions: 0, compositionIds: [] });
  await as(owner, (t) => deleteToken(t, owner.actor, tokenId));
  const slots = await as(guest, (t) => getSlots(t, [id]));
  expect(slots).toMatchObject([{ attribute: 'color', tokenId: null, tokenOrganizationId: null, tokenName: 'sunset' }]);
});

test('a token that is not granted cannot be composed with, and not be pinned by a bare statement', async () => {
  const unknown = newId<TokenId>();
  const message = (id: TokenId): Promise<string> =>
    as(stranger, (t) => startComposition(t, stranger.actor, composed(id))).then(
      () => 'done',
      (error: Error) => error.message.replace(encodeId('Token', id), 'ID'),
    );
  expect(await message(tokenId)).toBe(await message(unknown));
  const own = await as(stranger, (t) => startComposition(t, stranger.actor, { ...composed(tokenId), slots: [] }));
  const pin = as(stranger, ({ sql }) =>
    sql.insert(compositionSlot).values({
      organizationId: stranger.id,
      compositionId: own.id,
      attribute: 'color',
      tokenOrganizationId: owner.id,
      tokenId,
      tokenName: 'x',
      tokenVersion: 1,
    }),
  );
  await expect(pin).rejects.toThrow('row-level security');
});

test('an offer shows nothing before it is accepted; it is declined, accepted and left by who it is to, and by nobody else', async () => {
  const [giver, taker] = [await party(), await party()];
  const { id } = await as(giver, (t) => createLibrary(t, giver.actor, { name: 'offered', visibility: 'organization' }));
  await as(giver, (t) => addTokens(t, giver.actor, id, [tokenContent('noon')], { source: 'import' }));
  const offer = () => as(giver, (t) => offerLibrary(t, giver.actor, id, { id: taker.id, slug: 'the-guest' }));
  const isSeen = async (): Promise<unknown> => [
    (await as(taker, (t) => getLibraries(t, taker.actor, [id]))).length,
    (await as(taker, (t) => listTokens(t, taker.actor, { libraryId: id }, { first: 10 }))).edges.length,
    (await as(giver, (t) => getOrganizations(t, [taker.id]))).length,
    (await as(giver, (t) => getGrants(t, [id]))).length,
  ];
  const nothing = [0, 0, 0, 0];
  await offer();
  expect(await isSeen()).toEqual(nothing);
  expect(await as(taker, listOffers)).toMatchObject([
    { libraryId: id, offeredName: 'offered', granteeSlug: 'the-guest' },
  ]);
  expect(await as(stranger, listOffers)).toEqual([]);
  for (const other of [giver, stranger]) expect(await as(other, (t) => acceptOffer(t, id))).toBe(false);
  const end = (who: Party, isAccepted: boolean) => as(who, (t) => endGrantToUs(t, id, { isAccepted }));
  expect(await end(stranger, false)).toBe(false);
  expect(await end(taker, true)).toBe(false);
  expect(await end(taker, false)).toBe(true);
  expect(await as(taker, (t) => acceptOffer(t, id))).toBe(false);

  await offer();
  expect(await as(taker, (t) => acceptOffer(t, id))).toBe(true);
  expect(await isSeen()).toEqual([1, 1, 1, 1]);
  await offer();
  expect(await isSeen()).toEqual([1, 1, 1, 1]);
  expect(await end(taker, true)).toBe(true);
  expect(await isSeen()).toEqual(nothing);
  const steal = as(taker, (t) => t.sql.execute('update facet.library_grant set library_id = library_id'));
  await expect(steal).rejects.toThrow('permission denied');
});
