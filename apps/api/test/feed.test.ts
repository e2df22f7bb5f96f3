import { cancelRun, moveTokens } from '@facet/db';
import { UserId } from '@facet/contracts';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { decodeId } from '../src/ids.ts';
import { openFeed } from '../src/live/feed.ts';
import { identify } from '../src/auth/viewer.ts';
import { startApi, type TestApi } from './api.ts';
import { callerOf, signUp, type Caller, type Person } from './client.ts';
import { addMember, FEED, followAs, type Feed } from './feed.ts';
import { addToken, createKey, createLibrary, grantTo, offerModel, START, uploadImage } from './make.ts';
import { watchAs } from './watch.ts';

let api: TestApi;
let owner: Person;
let colleague: Person;
/** With which the colleague acts in the owner's organisation. */
let headers: Record<string, string>;
let asColleague: Caller;
const open: Feed[] = [];
beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  for (const feed of open.splice(0)) await feed.close();
  [owner, colleague] = [await signUp(api), await signUp(api)];
  headers = await addMember(api, owner, colleague, 'member');
  asColleague = callerOf(api, headers);
});
afterAll(() => api.close());

const follow = async (...args: Parameters<typeof followAs> extends [TestApi, ...infer Rest] ? Rest : never) => {
  const feed = await followAs(api, ...args);
  open.push(feed);
  return feed;
};

/** Until it is told that `id` has changed so. */
const told = async (feed: Feed, id: string, change = 'CREATED'): Promise<void> => {
  await expect.poll(() => feed.changes.find((each) => each.id === id && each.change === change)).toBeDefined();
};

const rename = (caller: Caller, libraryId: string, name: string) =>
  caller.run('mutation ($id: ID!, $name: String!) { updateLibrary(libraryId: $id, name: $name) { __typename } }', {
    id: libraryId,
    name,
  });

const inside = <Result>(
  person: Person,
  work: Parameters<typeof api.services.database.withOrganization<Result>>[1],
): Promise<Result> => api.services.database.withOrganization(decodeId('Organization', person.organizationId), work);

test('two members see what each other does, with the thing as it is', async () => {
  const [mine, theirs] = [await follow({ cookie: owner.cookie }), await follow(headers)];
  expect([mine.resyncs, theirs.resyncs]).toEqual([['BEGUN'], ['BEGUN']]);
  const library = await createLibrary(owner, 'of the owner');
  await told(theirs, library);
  await rename(asColleague, library, 'of both');
  for (const feed of [mine, theirs]) {
    await told(feed, library, 'CHANGED');
    const names = feed.changes.flatMap(({ id, node }) => (id === library ? node!['name'] : []));
    expect([names[0], names.at(-1)]).toEqual(['of the owner', 'of both']);
  }
  const image = await uploadImage(api, asColleague);
  await offerModel(api);
  const { data } = await owner.run(START, { imageId: image, libraryId: library });
  const { id } = data.startInversion;
  await inside(owner, (t) => cancelRun(t, 'inversion', decodeId('Inversion', id)));
  await told(theirs, id, 'CHANGED');
  expect(theirs.changes.findLast((each) => each.id === id)!.node).toMatchObject({ status: 'CANCELLED' });
  const token = await addToken(api, owner, library);
  await told(theirs, token);
  await owner.run('mutation ($id: ID!) { deleteToken(tokenId: $id) { __typename } }', { id: token });
  await told(theirs, token, 'DELETED');
  expect(theirs.changes.find((each) => each.id === token && each.change === 'DELETED')!.node).toBeNull();
});

test('of a private library and its tokens nobody but its creator hears, not even an id, until it is shared', async () => {
  const key = await createKey(owner, ['READ']);
  const own = await follow({ cookie: owner.cookie });
  const others = [
    await follow(headers),
    await follow({}, { connectionParams: { authorization: `Bearer ${key.secret}` } }),
  ];
  const hidden = await createLibrary(owner, 'hidden', 'PRIVATE');
  const token = await addToken(api, owner, hidden);
  await told(own, token);
  const shared = await createLibrary(owner, 'shared');
  for (const feed of others) {
    await told(feed, shared);
    expect(JSON.stringify(feed.changes)).not.toContain(hidden);
    expect(JSON.stringify(feed.changes)).not.toContain(token);
  }
  const show =
    'mutation ($id: ID!, $to: Visibility!) { updateLibrary(libraryId: $id, visibility: $to) { __typename } }';
  await owner.run(show, { id: hidden, to: 'ORGANIZATION' });
  for (const feed of others) {
    await told(feed, hidden, 'CHANGED');
    expect(feed.changes.find(({ id }) => id === hidden)!.node).toMatchObject({ name: 'hidden' });
  }
  await owner.run(show, { id: hidden, to: 'PRIVATE' });
  for (const feed of others) await told(feed, hidden, 'DELETED');
  await expect.poll(() => own.changes.filter(({ id }) => id === hidden).length).toBeGreaterThanOrEqual(4);
  expect(own.changes.some(({ id, change }) => id === hidden && change === 'DELETED')).toBe(false);
});

test('a token that moves out of sight is told as deleted to those who saw it, and as changed to the others', async () => {
  const [from, to] = [await createLibrary(owner, 'from'), await createLibrary(owner, 'to', 'PRIVATE')];
  const token = await addToken(api, owner, from);
  const [own, others] = [await follow({ cookie: owner.cookie }), await follow(headers)];
  const actor = { kind: 'user', id: UserId.parse(owner.userId) } as const;
  await inside(owner, (t) => moveTokens(t, actor, [decodeId('Token', token)], decodeId('Library', to)));
  await told(own, token, 'CHANGED');
  await told(others, token, 'DELETED');
  const lastOf = (feed: Feed) => feed.changes.findLast(({ id }) => id === token)!.node;
  expect([lastOf(own)?.['name'], lastOf(others)]).toEqual(['red', null]);
});

test('an organisation hears of what is granted to it, from the grant to its end', async () => {
  const guest = await signUp(api);
  const feed = await follow({ cookie: guest.cookie });
  const library = await createLibrary(owner, 'granted');
  const before = await addToken(api, owner, library, 'before');
  const args = { id: library, to: guest.organizationId };
  await grantTo(owner, library, guest);
  await told(feed, library);
  expect(JSON.stringify(feed.changes)).not.toContain(before);
  const token = await addToken(api, owner, library, 'between');
  await told(feed, token);
  expect(feed.changes.find(({ id }) => id === token)!.node).toMatchObject({ name: 'between' });
  await owner.run(
    'mutation ($id: ID!, $to: ID!) { revokeLibraryGrant(libraryId: $id, organizationId: $to) { __typename } }',
    args,
  );
  await told(feed, library, 'DELETED');
  const after = await addToken(api, owner, library, 'after');
  const own = await createLibrary(guest, 'own');
  await told(feed, own);
  expect(JSON.stringify(feed.changes)).not.toContain(after);
});

test('a member who is removed, and one who signs out, is told so at once and nothing more', async () => {
  const feed = await follow(headers);
  const member = `select id from auth.member where user_id = $1 and organization_id = $2`;
  const { rows } = await api.admin.query<{ id: string }>(member, [
    colleague.userId,
    decodeId('Organization', owner.organizationId),
  ]);
  const { data } = await owner.run('{ members { edges { node { id user { id } } } } }');
  expect(data.members.edges).toHaveLength(2);
  await api.admin.query('delete from auth.member where id = $1', [rows[0]!.id]);
  await feed.over;
  expect(feed.ends).toEqual(['MEMBERSHIP_ENDED']);
  // That they had joined may be told late.
  expect(feed.changes.filter(({ change }) => change !== 'CREATED')).toEqual([]);

  const own = await follow({ cookie: colleague.cookie });
  await fetch(`${api.url}/api/auth/sign-out`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: api.url, cookie: colleague.cookie },
    body: '{}',
  });
  await own.over;
  expect(own.ends).toEqual(['SIGNED_OUT']);
});

test('a key that is deleted, and one that runs out, end what they follow, by themselves', async () => {
  const key = await createKey(owner, ['READ']);
  const feed = await follow({}, { connectionParams: { authorization: `Bearer ${key.secret}` } });
  await owner.run('mutation ($id: ID!) { deleteApiKey(apiKeyId: $id) { __typename } }', { id: key.id });
  await feed.over;
  expect(feed.ends).toEqual(['KEY_ENDED']);

  const brief = await createKey(owner, ['READ']);
  await api.admin.query(`update auth.apikey set expires_at = now() + interval '3 s' where id = $1`, [
    decodeId('ApiKey', brief.id),
  ]);
  const until = await follow({}, { connectionParams: { authorization: `Bearer ${brief.secret}` } });
  await until.over;
  expect(until.ends).toEqual(['KEY_ENDED']);
});

test('whoever has no identity, or may not read, follows nothing', async () => {
  const { secret } = await createKey(owner, ['WRITE']);
  for (const [given, code] of [
    [{}, 'UNAUTHENTICATED'],
    [{ authorization: `Bearer ${secret}` }, 'FORBIDDEN'],
  ] as const) {
    const { events, close } = watchAs(api, {}, { query: FEED, variables: {} }, given);
    const refusal = await events.next().then(
      ({ value }) => value.errors,
      (errors: unknown) => errors,
    );
    expect(JSON.stringify(refusal)).toContain(code);
    await close();
  }
});

test('a member who becomes an admin is told to read anew, and hears of invitations from then on', async () => {
  const feed = await follow(headers);
  const invite =
    'mutation ($email: String!) { inviteMember(email: $email, role: VIEWER) { ... on Invitation { id } } }';
  const first = await owner.run(invite, { email: 'first@example.org' });
  // That its e-mail went changes it, too.
  const deliveries = async () =>
    (await owner.run('{ invitations { delivery } }')).data.invitations.map(
      ({ delivery }: { delivery: string }) => delivery,
    );
  await expect.poll(deliveries).not.toContain('WAITING');
  await api.admin.query(`update auth.member set role = 'admin' where user_id = $1 and role = 'member'`, [
    colleague.userId,
  ]);
  await expect.poll(() => feed.resyncs).toContain('RIGHTS');
  const second = await owner.run(invite, { email: 'second@example.org' });
  await told(feed, second.data.inviteMember.id);
  expect(JSON.stringify(feed.changes)).not.toContain(first.data.inviteMember.id);
});

test('what was missed while the database was away is not kept silent', async () => {
  const feed = await follow(headers);
  await api.admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'facet-listen'`,
  );
  await expect.poll(() => feed.resyncs).toEqual(['BEGUN', 'MISSED']);
  await told(feed, await createLibrary(owner, 'afterwards'));
});

test('a reader who takes nothing is told to read anew instead of being kept everything', async () => {
  const cookie = new Headers({ cookie: owner.cookie });
  const viewer = await identify(api.services, cookie);
  const context = { services: api.services, log: api.services.log, headers: cookie, viewer, addressGroup: '' };
  const feed = openFeed(context, { text: 'x', isPersonal: false });
  const names = Array.from({ length: 260 }, (_, i) => `library ${i}`);
  // One transaction, and a message for each statement.
  await inside(owner, (t) =>
    t.sql.execute(
      names
        .map(
          (name) =>
            `insert into facet.library (organization_id, name, visibility) values ('${t.organizationId}', '${name}', 'organization')`,
        )
        .join(';'),
    ),
  );
  const last = await createLibrary(owner, 'last');
  const told: string[] = [];
  for await (const { news } of feed) {
    told.push(news.type === 'FeedResync' ? news.reason : news.type);
    if (news.type === 'FeedChanges' && news.announcement.change.ids.includes(decodeId('Library', last))) break;
  }
  expect(told[0]).toBe('behind');
  expect(told.length).toBeLessThan(100);
});

test('what a user likes and is composing is told to their other windows alone', async () => {
  const token = await addToken(api, owner, await createLibrary(owner));
  const query = `subscription { organizationChanges { __typename
    ... on FeedChanges { changes { change typename id node { id ... on Token { isFavorite } } } } } }`;
  const [own, others] = [await follow({ cookie: owner.cookie }, { query }), await follow(headers, { query })];
  await owner.run('mutation ($id: ID!) { setFavoriteToken(tokenId: $id, isFavorite: true) { __typename } }', {
    id: token,
  });
  const board = await owner.run('mutation { saveBoardDraft(content: "{}") { ... on BoardDraft { id } } }');
  await told(own, board.data.saveBoardDraft.id);
  // That it was made may be told late, to who follows since.
  expect(own.changes.findLast(({ id }) => id === token)!.node).toMatchObject({ isFavorite: true });
  await owner.run('mutation ($id: ID!) { updateToken(tokenId: $id, notes: "n") { __typename } }', { id: token });
  await told(others, token, 'CHANGED');
  expect(others.changes.map(({ typename, node }) => [typename, node?.['isFavorite']])).toContainEqual(['Token', false]);
  expect(JSON.stringify(others.changes)).not.toContain(board.data.saveBoardDraft.id);
});

/** What reads libraries from PostgreSQL while one is renamed and everybody is told of it; other work of the API, by the clock, may fall into that time. */
async function readsOf(feeds: readonly Feed[], library: string): Promise<string[]> {
  const query = vi.spyOn(Client.prototype, 'query');
  try {
    await rename(owner, library, `renamed ${feeds.length}`);
    for (const feed of feeds)
      await expect.poll(() => feed.changes.at(-1)?.node?.['name']).toBe(`renamed ${feeds.length}`);
    return query.mock.calls
      .map(([sent]) => (typeof sent === 'string' ? sent : (sent as { text: string }).text))
      .filter((text) => /^select .* from "facet"."library"/.test(text));
  } finally {
    query.mockRestore();
  }
}

test('a change is read once for all who may see the same, however many follow', async () => {
  const library = await createLibrary(owner);
  const feeds = [await follow(headers)];
  // So that nothing from before is still to be told.
  await rename(owner, library, 'first');
  await told(feeds[0]!, library, 'CHANGED');
  const ofOne = await readsOf(feeds, library);
  expect(ofOne).toHaveLength(2);
  for (let i = 0; i < 30; i++) feeds.push(await follow(headers));
  expect(await readsOf(feeds, library)).toEqual(ofOne);
});
