import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { decodeId, encodeId } from '../src/ids.ts';
import { startApi, type TestApi } from './api.ts';
import { callerOf, signUp, type Caller, type Person } from './client.ts';
import {
  addOutputTo,
  addToken,
  COMPOSE,
  COMPOSE_GRID,
  createKey,
  createLibrary,
  CREATE_WEBHOOK,
  makeAll,
  offerModel,
  START,
  uploadImage,
} from './make.ts';
import { askFor, nameOf, places, type Place } from './places.ts';
import { watchAs } from './watch.ts';

let api: TestApi;
let team: string;
let creator: Person;
/** Everybody else who acts in the organisation. */
const others: Record<string, Caller> = {};
/** Of the private library, and all that derives from it. */
let hidden: Record<string, string>;
/** One of everything that all members see. */
let shared: Record<string, string>;

async function join(role: string): Promise<Person> {
  const person = await signUp(api, `The ${role}`);
  await api.admin.query(`insert into auth.member (organization_id, user_id, role) values ($1, $2, $3)`, [
    decodeId('Organization', team),
    person.userId,
    role,
  ]);
  return { ...person, ...person.within(team), organizationId: team };
}

const SECRET = 'unheard-of';

async function makePrivate(person: Person): Promise<Record<string, string>> {
  // An organisation has two at work at once.
  await api.admin.query(`update facet.composition set status = 'cancelled' where status = 'running'`);
  const Library = await createLibrary(person, `${SECRET} library`, 'PRIVATE');
  const Token = await addToken(api, person, Library, `${SECRET} token`);
  const Image = await uploadImage(api, person, 'an open picture');
  const started = await person.run(START.replace('name: "cat"', `name: "${SECRET} inversion"`), {
    imageId: Image,
    libraryId: Library,
  });
  const composed = await person.run(COMPOSE, { tokenId: Token });
  const grid = await person.run(COMPOSE_GRID, { tokens: [{ tokenId: Token }] });
  const Output = await addOutputTo(api, person, composed.data.composeImages.id);
  const Inversion = started.data.startInversion.id as string;
  return {
    Library,
    Token,
    Inversion,
    Composition: composed.data.composeImages.id,
    Grid: grid.data.composeGrid.id,
    Output,
  };
}

beforeAll(async () => {
  api = await startApi();
  const founder = await signUp(api, 'The owner');
  const made = await founder.run(
    'mutation { createOrganization(name: "Team", slug: "visibility") { ... on Organization { id } } }',
  );
  team = made.data.createOrganization.id as string;
  const owner: Person = { ...founder, ...founder.within(team), organizationId: team };
  await offerModel(api);
  creator = await join('member');
  const { secret } = await createKey(owner, ['READ', 'WRITE', 'ADMINISTER']);
  Object.assign(others, {
    colleague: await join('member'),
    viewer: await join('viewer'),
    owner,
    key: callerOf(api, { authorization: `Bearer ${secret}` }),
  });
  hidden = await makePrivate(creator);
  shared = await makeAll(api, owner);
});
beforeEach(async () => void (await offerModel(api)));
afterAll(() => api.close());

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

async function answerTo(caller: Caller, { operation, field, path }: Place, id: string, ids = shared): Promise<string> {
  const ask = askFor(operation, field, ids, { path, value: id });
  if (operation !== 'subscription') {
    const { text } = await caller.run(ask.query, ask.variables);
    return text.replaceAll(/"remaining":[^,]+,|"fullInSeconds":[^}]+/g, '');
  }
  const { events, close } = watchAs(api, caller.headers, ask);
  const { value } = await events.next();
  await close();
  return JSON.stringify(value);
}

const REFUSED = /NOT_FOUND|FORBIDDEN|"totalCount":0|"tokenTags":\[\]|"node":null|"nodes":\[null\]/;

test.each(
  places()
    .filter(
      ({ kind }) =>
        kind === 'any' || kind in { Library: 0, Token: 0, Inversion: 0, Composition: 0, Grid: 0, Output: 0 },
    )
    .map((place) => [nameOf(place), place] as const),
)(
  '%s: what derives from a private library is to a colleague, a viewer, an owner and a key as what never was',
  async (_name, place) => {
    for (const [kind, id] of Object.entries(hidden)) {
      if (place.kind !== 'any' && place.kind !== kind) continue;
      for (const caller of Object.values(others)) {
        const answer = await answerTo(caller, place, id);
        expect(answer).toBe(await answerTo(caller, place, encodeId(kind, UNKNOWN)));
        expect(answer).toMatch(REFUSED);
      }
      const own = place.operation === 'mutation' ? '{}' : await answerTo(creator, place, id, { ...shared, ...hidden });
      expect(own).not.toMatch(/NOT_FOUND|FORBIDDEN|"node":null|"nodes":\[null\]/);
    }
  },
);

const LISTS = `{
  libraries { totalCount edges { node { name } } }
  tokens { totalCount edges { node { name } } }
  inversions { totalCount edges { node { name } } }
  compositions { totalCount edges { node { slots { tokenName } } } }
  outputs { totalCount edges { node { id } } }
  grids { totalCount edges { node { id } } }
}`;

const counts = async (caller: Caller): Promise<number[]> => {
  const { data } = await caller.run(LISTS);
  return Object.values<{ totalCount: number }>(data).map(({ totalCount }) => totalCount);
};

test('lists and counts have what is private for its creator alone, and by no filter can others tell that it is there', async () => {
  const seen = await counts(others['owner']!);
  expect(await counts(creator)).toEqual(seen.map((count, i) => count + [1, 1, 1, 2, 1, 1][i]!));
  for (const caller of Object.values(others)) {
    expect(await counts(caller)).toEqual(seen);
    const { text } = await caller.run(LISTS);
    expect(text).not.toContain(SECRET);
  }
  const { text } = await others['owner']!.run(
    `{ inversions(text: "${SECRET}") { totalCount } compositions(text: "${SECRET}") { totalCount } }`,
  );
  expect(text).toContain('"inversions":{"totalCount":0},"compositions":{"totalCount":0}');
});

test('the audit log says to an administrator that a private token was renamed, and not to what', async () => {
  await creator.run('mutation ($id: ID!) { renameToken(tokenId: $id, name: "unheard-of name") { __typename } }', {
    id: hidden['Token'],
  });
  const query = '{ auditEvents(action: "token.rename") { edges { node { sentence detail } } } }';
  const { data } = await others['owner']!.run(query);
  expect(data.auditEvents.edges).toEqual([
    { node: { sentence: 'The member renamed a token to something.', detail: '{}' } },
  ]);
});

test('a webhook is not told of a run with a private library', async () => {
  const owner = others['owner']!;
  const hook = await owner.run(CREATE_WEBHOOK, { url: 'https://1.1.1.1/hook' });
  await api.admin.query(`update facet.webhook set events = '{inversion.cancelled}'`);
  const cancel = 'mutation ($id: ID!) { cancelInversion(inversionId: $id) { __typename } }';
  const deliveries = async () =>
    (
      await owner.run('query ($id: ID!) { node(id: $id) { ... on Webhook { deliveries { totalCount } } } }', {
        id: hook.data.createWebhook.webhook.id,
      })
    ).data.node.deliveries.totalCount;
  await creator.run(cancel, { id: hidden['Inversion'] });
  expect(await deliveries()).toBe(0);
  await owner.run(cancel, { id: shared['Inversion'] });
  expect(await deliveries()).toBe(1);
});

test('what is deleted around it leaves what is private private, and breaks nothing', async () => {
  const person = await join('member');
  const ids = await makePrivate(person);
  const colleague = others['colleague']!;
  const look = async (caller: Caller) =>
    (
      await caller.run('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
        ids: [ids['Inversion'], ids['Composition'], ids['Output'], ids['Grid']],
      })
    ).data.nodes.filter(Boolean).length;
  await api.admin.query(`update facet.inversion set status = 'cancelled' where created_by = $1`, [person.userId]);
  await api.admin.query(`update facet.composition set status = 'cancelled' where created_by = $1`, [person.userId]);
  const { data } = await person.run(
    'mutation ($id: ID!) { deleteLibrary(libraryId: $id, withTokens: true) { __typename } }',
    { id: ids['Library'] },
  );
  expect(data.deleteLibrary.__typename).toBe('Deleted');
  expect([await look(person), await look(colleague), await look(others['owner']!)]).toEqual([4, 0, 0]);

  // Who leaves hands it over, also what was made of libraries that are gone.
  await person.run('mutation { leaveOrganization { __typename } }');
  expect([await look(colleague), await look(others['owner']!)]).toEqual([0, 4]);
});

test('a picture that somebody inverts privately is kept from being deleted, without a word of who does', async () => {
  const imageId = await uploadImage(api, creator, 'open');
  const started = await creator.run(START, { imageId, libraryId: hidden['Library'] });
  const remove = () =>
    others['colleague']!.run(
      'mutation ($id: ID!) { deleteImage(imageId: $id) { __typename ... on Error { message } } }',
      {
        id: imageId,
      },
    );
  const refused = (await remove()).data.deleteImage;
  expect(refused.__typename).toBe('InUseError');
  expect(refused.message).not.toContain(started.data.startInversion.id);
  await creator.run('mutation ($id: ID!) { cancelInversion(inversionId: $id) { __typename } }', {
    id: started.data.startInversion.id,
  });
  expect((await remove()).data.deleteImage.__typename).toBe('Deleted');
});

test('a library that becomes shared shows what derives from it, and that of one that becomes private stays with who made it', async () => {
  const colleague = others['colleague']!;
  const ids = await makePrivate(await join('member'));
  const look = async () =>
    (await colleague.run('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: Object.values(ids) })).data.nodes;
  expect(await look()).toEqual(Array(6).fill(null));
  await api.admin.query(`update facet.library set visibility = 'organization' where id = $1`, [
    decodeId('Library', ids['Library']!),
  ]);
  expect(await look()).toEqual(Object.values(ids).map((id) => ({ id })));
  const theirs = await colleague.run(COMPOSE, { tokenId: ids['Token'] });
  await api.admin.query(`update facet.library set visibility = 'private' where id = $1`, [
    decodeId('Library', ids['Library']!),
  ]);
  expect(await look()).toEqual(Array(6).fill(null));
  const kept = await colleague.run(
    'query ($id: ID!) { composition(id: $id) { ... on Composition { slots { token { id } } } } }',
    { id: theirs.data.composeImages.id },
  );
  expect(kept.data.composition.slots).toEqual([{ token: null }]);
});
