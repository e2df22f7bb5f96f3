import type { GraphQLInterfaceType } from 'graphql';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { decodeId, encodeId } from '../src/ids.ts';
import { schema } from '../src/schema/index.ts';
import { startApi, type TestApi } from './api.ts';
import { callerOf, signUp, type Caller, type Person } from './client.ts';
import { addToken, createKey, createLibrary, makeAll, offerModel } from './make.ts';
import { askFor, fieldsWithIdsElsewhere, nameOf, places, SAMPLES, type Ask, type Place } from './places.ts';
import { watchAs } from './watch.ts';

let api: TestApi;
let own: Person;
let other: Person;
let ownIds: Record<string, string>;
let otherIds: Record<string, string>;
beforeAll(async () => {
  api = await startApi();
  [own, other] = [await signUp(api), await signUp(api)];
  SAMPLES['organizationSlug'] = `personal-${other.userId}`;
  [ownIds, otherIds] = [await makeAll(api, own), await makeAll(api, other)];
});
// A worker says every ten seconds that it is there; one that does not is taken for dead.
beforeEach(async () => void (await offerModel(api)));
afterAll(() => api.close());

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

/** What the field answers with this id at its place; every other id is the caller's own. */
async function answerTo(caller: Caller, place: Place, id: string, ids = ownIds): Promise<string> {
  const { operation, field, path } = place;
  const ask = askFor(operation, field, ids, { path, value: id });
  if (operation === 'subscription') return firstEvent(caller, ask);
  const { text } = await caller.run(ask.query, ask.variables);
  return text.replaceAll(/"remaining":[^,]+,|"fullInSeconds":[^}]+/g, '');
}

async function firstEvent({ headers }: Caller, ask: Ask): Promise<string> {
  const { events, close } = watchAs(api, headers, ask);
  const { value } = await events.next();
  await close();
  return JSON.stringify(value);
}

const REFUSED = /NOT_FOUND|"totalCount":0|"tokenTags":\[\]|"node":null|"nodes":\[null\]/;
const FAILED = new RegExp(`"errors"|${REFUSED.source}`);
const ALL = places().map((place) => [nameOf(place), place] as const);

test.each(ALL)("%s: another organisation's id is answered as one that never was", async (_name, place) => {
  const kinds = place.kind === 'any' ? Object.keys(otherIds) : [place.kind];
  for (const kind of kinds) {
    // A model belongs to no organisation, so there is no other's.
    if (kind === 'Model') continue;
    const theirs = await answerTo(own, place, otherIds[kind]!);
    const unknown = await answerTo(own, place, encodeId(kind, UNKNOWN));
    expect(theirs).toBe(unknown);
    // Not that something else was wrong with both.
    expect(theirs).toMatch(REFUSED);
  }
});

/** Kinds that only mutations take, so `node` does not know them. */
const NO_NODES = new Set(['TokenUpload']);

test.each(ALL)('%s: the own id is answered, so the comparison sees something', async (_name, place) => {
  // What it changes or deletes is of somebody who is not needed again.
  const caller = place.operation === 'mutation' ? await signUp(api) : own;
  const ids = caller === own ? ownIds : await makeAll(api, caller);
  const kinds = place.kind === 'any' ? Object.keys(ids).filter((kind) => !NO_NODES.has(kind)) : [place.kind];
  for (const kind of kinds) {
    const answer = await answerTo(caller, place, ids[kind]!, ids);
    expect(answer).not.toMatch(OWN_IS_EMPTY.has(nameOf(place)) ? /"errors"/ : FAILED);
  }
});

/** Where an own id is in order and yet finds nothing, because there is nothing yet. */
const OWN_IS_EMPTY = new Set([
  'compositions(basedOnId)',
  'tokens(inversionId)',
  'tokenTags(libraryId)',
  'addTokenVersion(fromInversionId)',
  // Its own attribute is that of the grid, so one too many speak for it.
  'composeGrid(slots.tokenId)',
  'similarTokens(tokenId)',
  'similarTokens(libraryId)',
  // Nobody was granted anything.
  'revokeLibraryGrant(libraryId)',
  'revokeLibraryGrant(organizationId)',
  'leaveLibrary(libraryId)',
]);

test('every id that the schema takes is in the matrix, and every type with an id can be asked for by one', () => {
  expect(fieldsWithIdsElsewhere()).toEqual([]);
  const kinds = new Set(
    places()
      .map(({ kind }) => kind)
      .filter((kind) => kind !== 'any'),
  );
  const nodes = schema.getPossibleTypes(schema.getType('Node') as GraphQLInterfaceType).map(({ name }) => name);
  expect(Object.keys(ownIds)).toEqual(expect.arrayContaining([...kinds, ...nodes]));
});

test('nothing of the other organisation was changed by all of that', async () => {
  for (const kind of ['Image', 'Library', 'Token', 'Inversion', 'Composition', 'Webhook', 'WebhookDelivery']) {
    const { data } = await other.run('query ($id: ID!) { node(id: $id) { id } }', { id: otherIds[kind] });
    expect(data.node).toEqual({ id: otherIds[kind] });
  }
});

test("an API key of one organisation finds nothing of another's, whatever organisation it names", async () => {
  const stranger = await signUp(api);
  await createLibrary(stranger);
  const { secret } = await createKey(stranger, ['READ', 'WRITE', 'ADMINISTER']);
  const key = callerOf(api, { authorization: `Bearer ${secret}`, 'facet-organization': own.organizationId });
  const { data } = await key.run(
    'query ($id: ID!) { node(id: $id) { id } libraries { totalCount } viewer { organization { id } } }',
    { id: ownIds['Token'] },
  );
  expect(data).toEqual({
    node: null,
    libraries: { totalCount: 1 },
    viewer: { organization: { id: stranger.organizationId } },
  });
});

test('a grant shows a library and its tokens to be read and copied, and its end hides them at once', async () => {
  const [giver, taker] = [await signUp(api), await signUp(api)];
  const libraryId = await createLibrary(giver, 'granted');
  const tokenId = await addToken(api, giver, libraryId);
  const slug = `personal-${taker.userId}`;
  const look = async () =>
    (await taker.run('query ($id: ID!) { node(id: $id) { ... on Token { name inversion { id } } } }', { id: tokenId }))
      .data.node;
  expect(await look()).toBeNull();
  await giver.run(
    'mutation ($id: ID!, $slug: String!) { grantLibrary(libraryId: $id, organizationSlug: $slug) { __typename } }',
    { id: libraryId, slug },
  );
  const given = async () =>
    (
      await giver.run(
        'query ($id: ID!) { library(id: $id) { ... on Library { shareCount offers { id toSlug } grants { organization { id name } } } } }',
        { id: libraryId },
      )
    ).data.library;
  // Before it is accepted neither side learns more than what was offered to which short name.
  const { offers, grants, shareCount } = await given();
  expect([offers[0].toSlug, grants, shareCount]).toEqual([slug, [], 1]);
  expect(Buffer.from(offers[0].id, 'base64url').toString()).not.toContain(
    decodeId('Organization', taker.organizationId),
  );
  expect(await look()).toBeNull();
  expect((await taker.run('{ libraries { totalCount } }')).data.libraries.totalCount).toBe(0);
  const asked = await taker.run('{ libraryOffers { id libraryName from { id } } }');
  expect(asked.data.libraryOffers).toEqual([
    { id: offers[0].id, libraryName: 'granted', from: { id: giver.organizationId } },
  ]);
  await taker.run('mutation ($id: ID!) { acceptLibraryOffer(offerId: $id) { __typename } }', { id: offers[0].id });
  expect(await given()).toEqual({
    shareCount: 1,
    offers: [],
    grants: [{ organization: { id: taker.organizationId, name: 'Someone' } }],
  });
  expect(await look()).toEqual({ name: 'red', inversion: null });
  const renamed = await taker.run('mutation ($id: ID!) { renameToken(tokenId: $id, name: "mine") { __typename } }', {
    id: tokenId,
  });
  expect(renamed.data.renameToken.__typename).toBe('NotFoundError');
  const ownLibrary = await createLibrary(taker, 'mine');
  const copied = await taker.run(
    'mutation ($id: ID!, $to: ID!) { copyToken(tokenId: $id, libraryId: $to) { ... on Token { id source } ... on Error { message } } }',
    { id: tokenId, to: ownLibrary },
  );
  expect(copied.data.copyToken.source).toBe('COPY');
  const revoked = await giver.run(
    'mutation ($id: ID!, $to: ID!) { revokeLibraryGrant(libraryId: $id, organizationId: $to) { __typename } }',
    { id: libraryId, to: taker.organizationId },
  );
  expect(revoked.data.revokeLibraryGrant.__typename).toBe('Library');
  expect(await look()).toBeNull();
});
