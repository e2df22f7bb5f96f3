import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';
import { callerOf, linkOf, mailTo, signUp, type Person } from './client.ts';
import { decodeId } from '../src/ids.ts';
import { createKey, createLibrary, makeAll } from './make.ts';
import { watchAs } from './watch.ts';

let api: TestApi;
let owner: Person;
beforeAll(async () => {
  api = await startApi();
  owner = await signUp(api, 'Owner');
});
afterAll(() => api.close());

const VIEWER = '{ viewer { organization { id isPersonal } user { name } role scopes } }';

test('who signs up owns a personal organisation, and acts in it', async () => {
  const { data } = await owner.run(VIEWER);
  expect(data.viewer).toEqual({
    organization: { id: owner.organizationId, isPersonal: true },
    user: { name: 'Owner' },
    role: 'OWNER',
    scopes: ['READ', 'WRITE', 'ADMINISTER'],
  });
});

test('without a session or key no field answers', async () => {
  const { errors, data } = await callerOf(api).run(VIEWER);
  expect([data, errors[0]!.extensions.code]).toEqual([null, 'UNAUTHENTICATED']);
});

test('a session that was ended, has expired, or is not signed by us, is none', async () => {
  const person = await signUp(api);
  const [, name, value] = /^([^=]+)=(.*)$/.exec(decodeURIComponent(person.cookie))!;
  const [token, signature] = value!.split('.');
  const other = decodeURIComponent((await signUp(api)).cookie)
    .split('.')
    .at(-1)!;
  const outcome = async (cookie: string): Promise<unknown> => {
    const { data, errors } = await callerOf(api, { cookie }).run(VIEWER);
    return data?.viewer.user.name ?? errors[0]!.extensions.code;
  };
  const cookieOf = (text: string): string => `${name}=${encodeURIComponent(text)}`;
  expect(await outcome(cookieOf(value!))).toBe('Someone');
  for (const forged of [token!, `${token}.`, `${token}.${other}`, `.${signature}`, `${token}x.${signature}`])
    expect(await outcome(cookieOf(forged))).toBe('UNAUTHENTICATED');
  await api.admin.query(`update auth.session set expires_at = now() - interval '1 second' where user_id = $1`, [
    person.userId,
  ]);
  expect(await outcome(person.cookie)).toBe('UNAUTHENTICATED');
  const second = await signUp(api);
  await api.admin.query('delete from auth.session where user_id = $1', [second.userId]);
  expect(await outcome(second.cookie)).toBe('UNAUTHENTICATED');
});

test('a session is renewed by using it, once a day', async () => {
  const person = await signUp(api);
  const daysLeft = async (): Promise<number> => {
    const { rows } = await api.admin.query<{ days: number }>(
      `select extract(epoch from expires_at - now())::float8 / 86400 as days from auth.session where user_id = $1`,
      [person.userId],
    );
    return Math.round(rows[0]!.days * 100) / 100;
  };
  const setLeft = (days: number): Promise<unknown> =>
    api.admin.query(`update auth.session set expires_at = now() + make_interval(secs => $2) where user_id = $1`, [
      person.userId,
      days * 86_400,
    ]);
  await setLeft(6.5);
  expect((await person.run(VIEWER)).data.viewer.user.name).toBe('Someone');
  expect(await daysLeft()).toBe(6.5);
  await setLeft(5.9);
  expect((await person.run(VIEWER)).data.viewer.user.name).toBe('Someone');
  expect(await daysLeft()).toBe(7);
});

test('an API key acts for its organisation with its scopes, and is stored hashed', async () => {
  const { secret } = await createKey(owner, ['READ']);
  const key = callerOf(api, { authorization: `Bearer ${secret}` });
  const { data } = await key.run(VIEWER);
  expect(data.viewer).toMatchObject({
    organization: { id: owner.organizationId },
    user: null,
    role: null,
    scopes: ['READ'],
  });
  const refused = await key.run('mutation { createLibrary(name: "x", visibility: ORGANIZATION) { __typename } }');
  expect(refused.data.createLibrary.__typename).toBe('ForbiddenError');
  const { rows } = await api.admin.query('select key from auth.apikey');
  expect(JSON.stringify(rows)).not.toContain(secret);
});

test('a key that was deleted, expired or never made is refused', async () => {
  const { id, secret } = await createKey(owner, ['READ']);
  const key = callerOf(api, { authorization: `Bearer ${secret}` });
  await owner.run('mutation ($id: ID!) { deleteApiKey(apiKeyId: $id) { __typename } }', { id });
  const expired = await createKey(owner, ['READ']);
  await api.admin.query(`update auth.apikey set expires_at = now() - interval '1 day'`);
  for (const caller of [
    key,
    callerOf(api, { authorization: `Bearer ${expired.secret}` }),
    callerOf(api, { authorization: 'Bearer facet_nothing' }),
  ]) {
    const { status, errors } = await caller.run(VIEWER);
    expect([status, errors[0]!.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
  }
});

test('an invited viewer reads what the team shares, and writes nothing', async () => {
  const made = await owner.run(
    `mutation { createOrganization(name: "Team", slug: "team-one") { ... on Organization { id } ... on Error { message } } }`,
  );
  const team = made.data.createOrganization.id as string;
  const guest = await signUp(api, 'Guest');
  const leader = owner.within(team);
  await leader.run('mutation ($email: String!) { inviteMember(email: $email, role: VIEWER) { __typename } }', {
    email: guest.email,
  });
  const invitationId = linkOf(await mailTo(api, guest.email, 'Join'))
    .split('/')
    .at(-1);
  const accepted = await fetch(`${api.url}/api/auth/organization/accept-invitation`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: api.url, cookie: guest.cookie },
    body: JSON.stringify({ invitationId }),
  });
  expect(accepted.status).toBe(200);
  const libraryId = await createLibrary(leader, 'shared');
  const viewer = guest.within(team);
  const read = await viewer.run('{ libraries { edges { node { id } } } }');
  expect(read.data.libraries.edges).toEqual([{ node: { id: libraryId } }]);
  const written = await viewer.run('mutation ($id: ID!) { updateLibrary(libraryId: $id, name: "x") { __typename } }', {
    id: libraryId,
  });
  expect(written.data.updateLibrary.__typename).toBe('ForbiddenError');

  const { data } = await leader.run(
    '{ members { edges { node { id role } } } auditEvents { edges { node { action } } } }',
  );
  const actions = data.auditEvents.edges.map((edge: { node: { action: string } }) => edge.node.action);
  expect(actions).toEqual(expect.arrayContaining(['organization.create', 'member.invite']));
  const member = data.members.edges.find((edge: { node: { role: string } }) => edge.node.role === 'VIEWER');
  await leader.run('mutation ($id: ID!) { removeMember(memberId: $id) { __typename } }', { id: member.node.id });
  const after = await viewer.run(VIEWER);
  expect([after.status, after.errors[0]!.extensions.code]).toEqual([404, 'NOT_FOUND']);
});

test('the last owner cannot be removed', async () => {
  const { data } = await owner.run('{ members { edges { node { id } } } }');
  const id = data.members.edges[0].node.id as string;
  const removed = await owner.run(
    'mutation ($id: ID!) { removeMember(memberId: $id) { __typename ... on Error { message } } }',
    { id },
  );
  expect(removed.data.removeMember.__typename).toBe('WrongStateError');
});

test('an organisation that one is no member of is as unknown as one that never was', async () => {
  const other = await signUp(api);
  const theirs = await owner.within(other.organizationId).run(VIEWER);
  const unknown = await owner.within('T3JnYW5pemF0aW9uOm5v').run(VIEWER);
  expect(theirs.text).toBe(unknown.text);
});

const ORGANIZATIONS =
  '{ viewer { organization { name } role organizations { role isCurrent organization { id name isPersonal } } } }';

async function teamOf(person: Person, name: string): Promise<string> {
  const { data, text } = await person.run(
    `mutation ($name: String!, $slug: String!) {
      createOrganization(name: $name, slug: $slug) { ... on Organization { id } ... on Error { message } } }`,
    { name, slug: `${name.toLowerCase()}-${person.userId.slice(0, 8)}` },
  );
  if (!data?.createOrganization?.id) throw new Error(text);
  return data.createOrganization.id as string;
}

const toAuth = (cookie: string, path: string, body: object): Promise<Response> =>
  fetch(`${api.url}/api/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: api.url, cookie },
    body: JSON.stringify(body),
  });

const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');

test('a person sees all of their organisations with what they are in them, the personal one first', async () => {
  const person = await signUp(api, 'Ada');
  const [zoo, art] = [await teamOf(person, 'Zoo'), await teamOf(person, 'Art')];
  const { data } = await person.within(art).run(ORGANIZATIONS);
  expect(data.viewer.organizations).toEqual([
    { role: 'OWNER', isCurrent: false, organization: { id: person.organizationId, name: 'Ada', isPersonal: true } },
    { role: 'OWNER', isCurrent: true, organization: { id: art, name: 'Art', isPersonal: false } },
    { role: 'OWNER', isCurrent: false, organization: { id: zoo, name: 'Zoo', isPersonal: false } },
  ]);
  const found = await person.run('query ($id: ID!) { node(id: $id) { ... on Organization { name } } }', { id: zoo });
  expect(found.data.node).toEqual({ name: 'Zoo' });
  const key = await createKey(person, ['READ']);
  const asKey = await callerOf(api, { authorization: `Bearer ${key.secret}` }).run(ORGANIZATIONS);
  expect(asKey.data.viewer.organizations).toEqual([]);
});

test('the same organisation is chosen by header, by parameter of the socket, and by the active one of the session', async () => {
  const person = await signUp(api);
  const team = await teamOf(person, 'Team');
  const inTeam = person.within(team);
  const ids = await makeAll(api, { ...person, ...inTeam, organizationId: team });
  const query = 'subscription ($id: ID!) { inversionProgress(inversionId: $id) { id } }';
  const seen = async (headers: Record<string, string>, parameters = {}): Promise<unknown> => {
    const { events, close } = watchAs(api, headers, { query, variables: { id: ids['Inversion'] } }, parameters);
    const { value } = await events.next();
    await close();
    return value.data?.inversionProgress.id ?? value.errors[0].extensions.code;
  };
  const { cookie } = person;
  expect(await seen({ cookie })).toBe('NOT_FOUND');
  expect(await seen({ cookie, 'facet-organization': team })).toBe(ids['Inversion']);
  expect(await seen({ cookie }, { 'facet-organization': team })).toBe(ids['Inversion']);
  expect((await toAuth(cookie, 'organization/set-active', { organizationId: team })).status).toBe(200);
  expect(await seen({ cookie })).toBe(ids['Inversion']);
  expect((await person.run(ORGANIZATIONS)).data.viewer.organization.name).toBe('Team');
  expect((await person.within(person.organizationId).run(ORGANIZATIONS)).data.viewer.organization.name).toBe('Someone');
});

test('who signs in again is where they were, until they are no member there', async () => {
  const person = await signUp(api);
  const team = await teamOf(person, 'Return');
  await toAuth(person.cookie, 'organization/set-active', { organizationId: team });
  await toAuth(person.cookie, 'sign-out', {});
  const credentials = { email: person.email, password: 'a long password' };
  const again = callerOf(api, { cookie: cookieOf(await toAuth('', 'sign-in/email', credentials)) });
  expect((await again.run(ORGANIZATIONS)).data.viewer.organization.name).toBe('Return');
  const teamId = decodeId('Organization', team);
  const another = (await signUp(api)).userId;
  await api.admin.query(`insert into auth.member (organization_id, user_id, role) values ($1, $2, 'owner')`, [
    teamId,
    another,
  ]);
  await api.admin.query('delete from auth.member where user_id = $1 and organization_id = $2', [person.userId, teamId]);
  expect((await again.run(ORGANIZATIONS)).data.viewer.organization.name).toBe('Someone');
  const later = callerOf(api, { cookie: cookieOf(await toAuth('', 'sign-in/email', credentials)) });
  expect((await later.run(ORGANIZATIONS)).data.viewer.organization.name).toBe('Someone');
});

test("nobody makes another's organisation the active one", async () => {
  const [person, stranger] = [await signUp(api), await signUp(api)];
  const team = await teamOf(person, 'Closed');
  const refused = await toAuth(stranger.cookie, 'organization/set-active', { organizationId: team });
  expect(refused.status).toBe(403);
  expect((await stranger.run(ORGANIZATIONS)).data.viewer.organizations).toHaveLength(1);
});

test('an organisation is renamed by those who administer it, and its short name stays', async () => {
  const person = await signUp(api);
  const team = person.within(await teamOf(person, 'Before'));
  const rename = 'mutation { renameOrganization(name: "After") { __typename ... on Organization { name slug } } }';
  const { data } = await team.run(rename);
  expect(data.renameOrganization).toMatchObject({ name: 'After', slug: expect.stringMatching(/^before-/) });
  expect((await team.run('{ viewer { organization { name } } }')).data.viewer.organization.name).toBe('After');
});
