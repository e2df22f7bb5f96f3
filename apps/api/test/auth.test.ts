import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';
import { callerOf, confirmAddress, signUp, type Person } from './client.ts';
import { createKey, createLibrary } from './make.ts';

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
  await confirmAddress(api, guest);
  const leader = owner.within(team);
  await leader.run('mutation ($email: String!) { inviteMember(email: $email, role: VIEWER) { __typename } }', {
    email: guest.email,
  });
  const mail = api.mails.findLast(({ to, subject }) => to === guest.email && subject.startsWith('Join'));
  const invitationId = mail!.text.split('/').at(-1);
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
  expect(removed.data.removeMember.__typename).toBe('InvalidInputError');
});

test('an organisation that one is no member of is as unknown as one that never was', async () => {
  const other = await signUp(api);
  const theirs = await owner.within(other.organizationId).run(VIEWER);
  const unknown = await owner.within('T3JnYW5pemF0aW9uOm5v').run(VIEWER);
  expect(theirs.text).toBe(unknown.text);
});
