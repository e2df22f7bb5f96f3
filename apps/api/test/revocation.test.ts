import { failRun } from '@facet/db';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { decodeId } from '../src/ids.ts';
import { startApi, type TestApi } from './api.ts';
import { callerOf, signUp, type Person } from './client.ts';
import { addToken, COMPOSE, createKey, createLibrary, grantTo, makeAll, offerModel } from './make.ts';
import { changesOf, watchAs } from './watch.ts';

let api: TestApi;
let giver: Person;
let taker: Person;
beforeAll(async () => {
  api = await startApi();
  [giver, taker] = [await signUp(api), await signUp(api)];
});
// A worker says every ten seconds that it is there; one that does not is taken for dead.
beforeEach(async () => void (await offerModel(api)));
afterAll(() => api.close());

/** A library of the giver with these tokens, granted to the taker, and the way to revoke that. */
async function grant(name: string, ...tokens: string[]) {
  const libraryId = await createLibrary(giver, name);
  const tokenIds = [];
  for (const token of tokens) tokenIds.push(await addToken(api, giver, libraryId, token));
  await grantTo(giver, libraryId, taker);
  const revoke = async () => {
    const { data } = await giver.run(
      'mutation ($id: ID!, $to: ID!) { revokeLibraryGrant(libraryId: $id, organizationId: $to) { __typename } }',
      { id: libraryId, to: taker.organizationId },
    );
    expect(data.revokeLibraryGrant.__typename).toBe('Library');
  };
  return { libraryId, tokenIds, revoke };
}

test('a grant that is revoked between two pages shows no second one', async () => {
  const { libraryId, revoke } = await grant('paged', 'one', 'two', 'three');
  const PAGE = `query ($id: ID!, $after: String) { tokens(libraryId: $id, first: 1, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } edges { node { name } } } }`;
  const first = (await taker.run(PAGE, { id: libraryId })).data.tokens;
  expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
  await revoke();
  const second = await taker.run(PAGE, { id: libraryId, after: first.pageInfo.endCursor });
  expect(second.data.tokens).toMatchObject({ totalCount: 0, edges: [], pageInfo: { hasNextPage: false } });
});

test('a composition keeps the name of a token whose grant is revoked, and cannot be run again with it', async () => {
  const { tokenIds, revoke } = await grant('composed', 'crimson');
  const { id } = (await taker.run(COMPOSE, { tokenId: tokenIds[0] })).data.composeImages;
  await revoke();
  const { data } = await taker.run(
    'query ($id: ID!) { composition(id: $id) { ... on Composition { slots { tokenName token { id } } } } }',
    { id },
  );
  expect(data.composition.slots).toEqual([{ tokenName: 'crimson', token: null }]);
  const again = await taker.run(
    'mutation ($id: ID!) { recompose(compositionId: $id) { __typename ... on Error { code } } }',
    { id },
  );
  expect(again.data.recompose.code).toBe('NOT_FOUND');
  const anew = await taker.run(COMPOSE, { tokenId: tokenIds[0] });
  expect(anew.data.composeImages.code).toBe('NOT_FOUND');
});

test('a subscription that shows a granted token shows it no more once the grant is revoked', async () => {
  const { tokenIds, revoke } = await grant('watched', 'scarlet');
  const { id } = (await taker.run(COMPOSE, { tokenId: tokenIds[0] })).data.composeImages;
  const query =
    'subscription ($id: ID!) { compositionProgress(compositionId: $id) { status slots { token { name } } } }';
  const { events: told, close } = watchAs(api, { cookie: taker.cookie }, { query, variables: { id } });
  const events = changesOf(told);
  const before = (await events.next()).value.data.compositionProgress;
  expect(before.slots).toEqual([{ token: { name: 'scarlet' } }]);
  await revoke();
  await api.services.database.withOrganization(decodeId('Organization', taker.organizationId), (transaction) =>
    failRun(transaction, 'composition', decodeId('Composition', id), 'internal', 'It broke.'),
  );
  const after = (await events.next()).value.data.compositionProgress;
  expect(after).toEqual({ status: 'FAILED', slots: [{ token: null }] });
  await close();
});

const PROGRESS = 'subscription ($id: ID!) { inversionProgress(inversionId: $id) { status } }';

test('an API key watches over a socket as long as it lives, and sees its own organisation alone', async () => {
  const ids = await makeAll(api, taker);
  const theirs = await makeAll(api, giver);
  const key = await createKey(taker, ['READ']);
  const authorization = { authorization: `Bearer ${key.secret}` };
  const watch = (id: string) => {
    const { events, close } = watchAs(api, {}, { query: PROGRESS, variables: { id } }, authorization);
    return { events: changesOf(events), close };
  };
  const stranger = watch(theirs['Inversion']!);
  expect((await stranger.events.next()).value.errors[0].extensions.code).toBe('NOT_FOUND');
  await stranger.close();

  const { events, close } = watch(ids['Inversion']!);
  expect((await events.next()).value.data.inversionProgress.status).toBe('QUEUED');
  await taker.run('mutation ($id: ID!) { deleteApiKey(apiKeyId: $id) { __typename } }', { id: key.id });
  await api.services.database.withOrganization(decodeId('Organization', taker.organizationId), (transaction) =>
    failRun(transaction, 'inversion', decodeId('Inversion', ids['Inversion']!), 'internal', 'It broke.'),
  );
  expect((await events.next()).value.errors[0].extensions.code).toBe('UNAUTHENTICATED');
  expect((await events.next()).done).toBe(true);
  await close();
});

test('a key that may write and not read watches nothing', async () => {
  const ids = await makeAll(api, await signUp(api));
  const { secret } = await createKey(taker, ['WRITE']);
  const { events, close } = watchAs(
    api,
    {},
    { query: PROGRESS, variables: { id: ids['Inversion'] } },
    { authorization: `Bearer ${secret}` },
  );
  const codes: string[] = [];
  try {
    for await (const { errors } of events) codes.push(String(errors![0]!.extensions!['code']));
  } catch (error) {
    codes.push((error as { extensions: { code: string } }[])[0]!.extensions.code);
  }
  expect(codes).toEqual(['FORBIDDEN']);
  await close();
});

test('a cookie that is signed out answers nothing more', async () => {
  const guest = await signUp(api);
  await fetch(`${api.url}/api/auth/sign-out`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: api.url, cookie: guest.cookie },
    body: '{}',
  });
  const { errors } = await callerOf(api, { cookie: guest.cookie }).run('{ viewer { role } }');
  expect(errors[0]!.extensions.code).toBe('UNAUTHENTICATED');
});
