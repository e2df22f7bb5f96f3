import { readPngRecipe, withPngRecipe } from '@facet/inversion/recipes';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { decodeId, encodeId } from '../src/ids.ts';
import { startApi, type TestApi } from './api.ts';
import { callerOf, PASSWORD, signUp, type Caller, type Person } from './client.ts';
import { addOutputTo, addToken, COMPOSE, createKey, createLibrary, FINGERPRINT, offerModel, picture } from './make.ts';

let api: TestApi;
let owner: Person;
let maker: Person;
let team: string;
beforeAll(async () => {
  api = await startApi({ FACET_WEB_URL: 'https://app.example.com' });
  const [founder, guest] = [await signUp(api, 'The owner'), await signUp(api, 'Ada Maker')];
  const made = await founder.run(
    'mutation { createOrganization(name: "Team", slug: "of-links") { ... on Organization { id } } }',
  );
  team = made.data.createOrganization.id as string;
  owner = { ...founder, ...founder.within(team), organizationId: team };
  maker = await join(guest, 'member');
});
// A worker says every ten seconds that it is there; one that does not is taken for dead.
beforeEach(async () => void (await offerModel(api)));
afterAll(() => api.close());

async function join(person: Person, role: string): Promise<Person> {
  await api.admin.query(`insert into auth.member (organization_id, user_id, role) values ($1, $2, $3)`, [
    decodeId('Organization', team),
    person.userId,
    role,
  ]);
  return { ...person, ...person.within(team), organizationId: team };
}

async function memberIdOf({ userId }: Person): Promise<string> {
  const { rows } = await api.admin.query<{ id: string }>(
    'select id from auth.member where user_id = $1 and organization_id = $2',
    [userId, decodeId('Organization', team)],
  );
  return encodeId('Member', rows[0]!.id);
}

const changeRole = async (person: Person, role: string) =>
  owner.run(
    'mutation ($id: ID!, $role: Role!) { changeMemberRole(memberId: $id, role: $role) { __typename ... on Error { code } } }',
    {
      id: await memberIdOf(person),
      role,
    },
  );

const remove = async (person: Person) =>
  owner.run('mutation ($id: ID!) { removeMember(memberId: $id) { __typename ... on Error { code } } }', {
    id: await memberIdOf(person),
  });

/** A picture of a token, as a worker leaves it: with a recipe in its file. */
async function drawn(person: Person, visibility: 'ORGANIZATION' | 'PRIVATE' = 'ORGANIZATION'): Promise<string> {
  const libraryId = await createLibrary(person, `of ${crypto.randomUUID()}`, visibility);
  const tokenId = await addToken(api, person, libraryId, 'a secret sunset');
  await api.admin.query(`update facet.composition set status = 'cancelled' where status = 'running'`);
  const composed = await person.run(COMPOSE, { tokenId });
  const id = await addOutputTo(api, person, composed.data.composeImages.id as string);
  const { rows } = await api.admin.query<{ storage_key: string }>(
    'select storage_key from facet.output where id = $1',
    [decodeId('Output', id)],
  );
  const png = withPngRecipe(
    picture(),
    {
      format: 'facet-recipe',
      formatVersion: 1,
      fingerprint: FINGERPRINT,
      modelName: 'demo',
      prompt: 'a {color} cat',
      negativePrompt: '',
      tokens: {},
      words: {},
      seeds: [1],
      index: 0,
      steps: 9,
      guidance: 3,
      scheduler: 'ddim',
      width: 64,
      height: 64,
    },
    'a test',
  );
  await api.services.store.put(rows[0]!.storage_key, png, png.length);
  return id;
}

const LINK = `mutation ($id: ID!, $maker: Boolean, $recipe: Boolean) {
  createOutputLink(outputId: $id, showsMaker: $maker, showsRecipe: $recipe) {
    __typename ... on Output { id link { url showsMaker showsRecipe } } ... on Error { code } } }`;
const UNLINK = `mutation ($id: ID!) { revokeOutputLink(outputId: $id) {
  __typename ... on Output { link { url } } ... on Error { code } } }`;

const linkOf = async (person: Caller, id: string, choices: { maker?: boolean; recipe?: boolean } = {}) =>
  (await person.run(LINK, { id, ...choices })).data.createOutputLink;
/** Where the API itself has what the page of the web application shows. */
const pathOf = (url: string): string => api.url + new URL(url).pathname;
const see = (url: string): Promise<Response> => fetch(pathOf(url));
const fileOf = async (url: string): Promise<Buffer> =>
  Buffer.from(await (await fetch(`${pathOf(url)}/picture.png`)).arrayBuffer());

/** Whatever is not there is answered alike, byte for byte. */
async function expectEnded(url: string): Promise<void> {
  const never = `${new URL(url).origin}/shared/${'A'.repeat(43)}`;
  for (const end of ['', '/picture.png']) {
    const [answer, other] = [await fetch(pathOf(url) + end), await fetch(pathOf(never) + end)];
    expect([answer.status, await answer.text()]).toEqual([404, await other.text()]);
    expect(other.status).toBe(404);
  }
}

test('whoever has the link sees the picture and its size, and nothing else, without an account and out of every index', async () => {
  const id = await drawn(maker);
  const { link } = await linkOf(maker, id);
  expect(link).toEqual({
    url: expect.stringMatching(/^https:\/\/app\.example\.com\/shared\/[\w-]{43}$/),
    showsMaker: false,
    showsRecipe: false,
  });
  const answer = await see(link.url);
  expect(await answer.json()).toEqual({
    width: 32,
    height: 32,
    createdAt: expect.any(String),
    maker: null,
    recipe: null,
  });
  const file = await fetch(`${pathOf(link.url)}/picture.png`);
  for (const { headers } of [answer, file])
    expect(Object.fromEntries(headers)).toMatchObject({ 'x-robots-tag': 'noindex', 'cache-control': 'no-store' });
  expect(file.headers.get('content-type')).toBe('image/png');
  expect(file.headers.get('x-content-type-options')).toBe('nosniff');
  const png = Buffer.from(await file.arrayBuffer());
  expect(readPngRecipe(png, 'the file')).toBeUndefined();
  expect((await sharp(png).metadata()).width).toBe((await sharp(picture()).metadata()).width);
});

test('its maker chooses whether they are named and whether it says how it was drawn, also later; the address stays', async () => {
  const id = await drawn(maker);
  const first = (await linkOf(maker, id)).link.url;
  const { link } = await linkOf(maker, id, { maker: true, recipe: true });
  expect(link).toEqual({ url: first, showsMaker: true, showsRecipe: true });
  expect(await (await see(first)).json()).toMatchObject({
    maker: 'Ada Maker',
    recipe: {
      prompt: 'a {color} cat',
      seed: 1,
      slots: [{ attribute: 'color', token: 'a secret sunset', strength: 1 }],
    },
  });
  expect(readPngRecipe(await fileOf(first), 'the file')).toMatchObject({ steps: 9 });
  await linkOf(maker, id);
  expect(await (await see(first)).json()).toMatchObject({ maker: null, recipe: null });
  expect(readPngRecipe(await fileOf(first), 'the file')).toBeUndefined();
});

test('a link that is ended shows nothing any more, ending it again changes nothing, and another one has another address', async () => {
  const id = await drawn(maker);
  const { url } = (await linkOf(maker, id)).link;
  for (let time = 0; time < 2; time++)
    expect((await maker.run(UNLINK, { id })).data.revokeOutputLink).toEqual({ __typename: 'Output', link: null });
  await expectEnded(url);
  const again = (await linkOf(maker, id)).link.url;
  expect(again).not.toBe(url);
  expect((await see(again)).status).toBe(200);
  await expectEnded(url);
});

test('nobody but its maker gives a picture a link, no key does, and only the maker is told the address; who administers may end it', async () => {
  const id = await drawn(maker);
  const colleague = await join(await signUp(api), 'member');
  const viewer = await join(await signUp(api), 'viewer');
  const { secret } = await createKey(owner, ['READ', 'WRITE', 'ADMINISTER']);
  const key = callerOf(api, { authorization: `Bearer ${secret}` });
  for (const caller of [owner, colleague, viewer, key])
    expect(await linkOf(caller, id)).toEqual({ __typename: 'ForbiddenError', code: 'FORBIDDEN' });
  const { url } = (await linkOf(maker, id)).link;
  const node = 'query ($id: ID!) { node(id: $id) { ... on Output { link { url } } } }';
  for (const caller of [owner, colleague, viewer, key])
    expect((await caller.run(node, { id })).data.node).toEqual({ link: { url: null } });
  for (const caller of [colleague, viewer, key])
    expect((await caller.run(UNLINK, { id })).data.revokeOutputLink).toMatchObject({ code: 'FORBIDDEN' });
  expect((await see(url)).status).toBe(200);
  expect((await owner.run(UNLINK, { id })).data.revokeOutputLink).toMatchObject({ __typename: 'Output' });
  await expectEnded(url);
});

test('the link of a picture of a private library is seen by its maker alone, and works', async () => {
  const id = await drawn(maker, 'PRIVATE');
  const { url } = (await linkOf(maker, id)).link;
  expect((await see(url)).status).toBe(200);
  const node = 'query ($id: ID!) { node(id: $id) { id } }';
  expect((await owner.run(node, { id })).data.node).toBeNull();
  expect((await owner.run(UNLINK, { id })).data.revokeOutputLink).toMatchObject({ code: 'NOT_FOUND' });
});

test.each<[string, (person: Person, id: string) => Promise<unknown>]>([
  [
    'the picture is deleted',
    async (person, id) => {
      await api.admin.query(`update facet.composition set status = 'cancelled', finished_at = now()`);
      return person.run('mutation ($id: ID!) { deleteOutput(outputId: $id) { ... on Deleted { id } } }', { id });
    },
  ],
  [
    'its composition is deleted',
    async (person, id) => {
      await api.admin.query(`update facet.composition set status = 'cancelled', finished_at = now()`);
      const { data } = await person.run('query ($id: ID!) { node(id: $id) { ... on Output { composition { id } } } }', {
        id,
      });
      return person.run('mutation ($id: ID!) { deleteComposition(compositionId: $id) { ... on Deleted { id } } }', {
        id: data.node.composition.id,
      });
    },
  ],
  ['its maker leaves', (person) => person.run('mutation { leaveOrganization { ... on Deleted { id } } }')],
  ['its maker is removed', remove],
  ['its maker becomes a viewer', (person) => changeRole(person, 'VIEWER')],
  [
    'its maker becomes a viewer, and a member again',
    async (person) => {
      await changeRole(person, 'VIEWER');
      return changeRole(person, 'MEMBER');
    },
  ],
  [
    'its maker deletes their account',
    (person) =>
      person.run('mutation ($password: String!) { deleteAccount(password: $password) { ... on Deleted { id } } }', {
        password: PASSWORD,
      }),
  ],
])('a link ends when %s', async (_when, end) => {
  const person = await join(await signUp(api), 'member');
  const id = await drawn(person);
  const { url } = (await linkOf(person, id, { maker: true, recipe: true })).link;
  expect((await see(url)).status).toBe(200);
  const { text } = (await end(person, id)) as { text: string };
  expect(text).not.toMatch(/"errors"|"code"/);
  await expectEnded(url);
});

test.each<[string, (person: Person) => Promise<{ text: string }>]>([
  ['demoted', (person) => changeRole(person, 'VIEWER')],
  ['removed', remove],
])('that links ended with who was %s is in the audit log, also of what is private', async (_how, end) => {
  const person = await join(await signUp(api), 'member');
  const ids = [await drawn(person), await drawn(person, 'PRIVATE')];
  for (const id of ids) await linkOf(person, id);
  const kept = await drawn(maker);
  const { url } = (await linkOf(maker, kept)).link;
  expect((await end(person)).text).not.toMatch(/"errors"|"code"/);
  const subjects = ids.map((id) => decodeId('Output', id)).toSorted();
  const { rows } = await api.admin.query<{ subject_id: string }>(
    `select subject_id from facet.audit_event
     where actor_id = $1 and action = 'output.unlink' and subject_id = any($2) order by subject_id`,
    [owner.userId, subjects],
  );
  expect(rows.map(({ subject_id: id }) => id)).toEqual(subjects);
  expect((await see(url)).status).toBe(200);
});

test('a role that may still write keeps the links of who has it', async () => {
  const person = await join(await signUp(api), 'admin');
  const { url } = (await linkOf(person, await drawn(person))).link;
  await changeRole(person, 'MEMBER');
  expect((await see(url)).status).toBe(200);
});

test('who makes links while being made a viewer has none afterwards', async () => {
  const person = await join(await signUp(api), 'member');
  const ids: string[] = [];
  for (let count = 0; count < 4; count++) ids.push(await drawn(person));
  await Promise.all([...ids.map((id) => linkOf(person, id)), changeRole(person, 'VIEWER')]);
  const { rows } = await api.admin.query('select id from facet.output_link where created_by = $1', [person.userId]);
  expect(rows).toEqual([]);
});

test('a link ends when the organisation is deleted', async () => {
  const person = await signUp(api);
  const made = await person.run(
    'mutation { createOrganization(name: "Short", slug: "short-lived") { ... on Organization { id } } }',
  );
  const organizationId = made.data.createOrganization.id as string;
  const inside: Person = { ...person, ...person.within(organizationId), organizationId };
  const { url } = (await linkOf(inside, await drawn(inside))).link;
  expect((await see(url)).status).toBe(200);
  const { data } = await inside.run(
    'mutation ($password: String!) { deleteOrganization(slug: "short-lived", password: $password) { __typename } }',
    { password: PASSWORD },
  );
  expect(data.deleteOrganization.__typename).toBe('Deleted');
  await expectEnded(url);
});

test('the address is kept nowhere: neither the database nor the log has it', async () => {
  const { url } = (await linkOf(maker, await drawn(maker))).link;
  await see(url);
  const secret = new URL(url).pathname.split('/').at(-1)!;
  const { rows } = await api.admin.query<{ all: string }>(
    `select string_agg(l::text, ' ') as all from facet.output_link l`,
  );
  expect(rows[0]!.all).not.toContain(secret);
  await expect.poll(() => api.logLines.some((line) => line.includes('/shared/[secret]'))).toBe(true);
  expect(api.logLines.join('')).not.toContain(secret);
});

test('strangers who ask for links are bounded by their address, as everywhere', async () => {
  const bounded = await startApi({ FACET_POINTS_PER_ADDRESS: '30' });
  const ask = (): Promise<number> => fetch(`${bounded.url}/shared/${'A'.repeat(43)}`).then(({ status }) => status);
  const statuses: number[] = [];
  for (let time = 0; time < 60; time++) statuses.push(await ask());
  expect(new Set(statuses)).toEqual(new Set([404, 429]));
  await bounded.close();
});
