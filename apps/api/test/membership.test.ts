import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeId, encodeId } from '../src/ids.ts';
import { startApi, type TestApi } from './api.ts';
import { callerOf, signUp, type Caller, type Person } from './client.ts';
import { addToken, createKey, createLibrary } from './make.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

let teams = 0;

interface Team {
  readonly id: string;
  /** Who made it, and so is an owner. */
  readonly owner: Person & Caller;
}

async function newTeam(): Promise<Team> {
  const person = await signUp(api, 'Owner');
  const { data } = await person.run(
    'mutation ($slug: String!) { createOrganization(name: "Team", slug: $slug) { ... on Organization { id } } }',
    { slug: `membership-${teams++}` },
  );
  const id = data.createOrganization.id as string;
  return { id, owner: { ...person, ...person.within(id), organizationId: id } };
}

/** Somebody in the team, as one who was invited and has come; their global id as a member. */
async function join({ id }: Team, role: string): Promise<Person & { memberId: string }> {
  const person = await signUp(api, `A ${role}`);
  const { rows } = await api.admin.query<{ id: string }>(
    'insert into auth.member (organization_id, user_id, role) values ($1, $2, $3) returning id',
    [decodeId('Organization', id), person.userId, role],
  );
  return { ...person, ...person.within(id), organizationId: id, memberId: encodeId('Member', rows[0]!.id) };
}

const memberIdOf = async ({ id }: Team, { userId }: Person): Promise<string> => {
  const { rows } = await api.admin.query('select id from auth.member where organization_id = $1 and user_id = $2', [
    decodeId('Organization', id),
    userId,
  ]);
  return encodeId('Member', rows[0].id);
};

const ownersOf = async ({ id }: Team): Promise<number> => {
  const { rowCount } = await api.admin.query(`select from auth.member where organization_id = $1 and role = 'owner'`, [
    decodeId('Organization', id),
  ]);
  return rowCount!;
};

const change = (caller: Caller, memberId: string, role: string) =>
  caller.run(
    'mutation ($id: ID!, $role: Role!) { changeMemberRole(memberId: $id, role: $role) { __typename ... on Error { code } } }',
    { id: memberId, role },
  );
const remove = (caller: Caller, memberId: string) =>
  caller.run('mutation ($id: ID!) { removeMember(memberId: $id) { __typename ... on Error { code } } }', {
    id: memberId,
  });
const leave = (caller: Caller) => caller.run('mutation { leaveOrganization { __typename ... on Error { code } } }');

test('owners who demote, remove or leave at the same moment always leave one', async () => {
  for (const act of [
    (caller: Caller, memberId: string) => change(caller, memberId, 'MEMBER'),
    remove,
    (caller: Caller) => leave(caller),
  ]) {
    for (let round = 0; round < 4; round++) {
      const team = await newTeam();
      const second = await join(team, 'owner');
      const first = await memberIdOf(team, team.owner);
      const answers = await Promise.all([act(team.owner, second.memberId), act(second, first)]);
      expect(await ownersOf(team)).toBe(1);
      const codes = answers.map(({ data, errors }) =>
        data ? Object.values<{ code?: string }>(data)[0]!.code : errors[0]!.extensions.code,
      );
      expect(codes.filter((code) => code === undefined)).toHaveLength(1);
      expect(['FORBIDDEN', 'WRONG_STATE', 'NOT_FOUND']).toContain(codes.find((code) => code !== undefined));
    }
  }
});

test('the database itself keeps an owner, and the person of a personal organisation, whoever writes', async () => {
  const team = await newTeam();
  const of = decodeId('Organization', team.id);
  for (const statement of ['delete from auth.member', `update auth.member set role = 'viewer'`])
    await expect(api.admin.query(`${statement} where organization_id = $1`, [of])).rejects.toMatchObject({
      code: 'FC001',
    });
  const person = await signUp(api);
  const personal = decodeId('Organization', person.organizationId);
  const second = (await signUp(api)).userId;
  await api.admin.query(`insert into auth.member (organization_id, user_id, role) values ($1, $2, 'owner')`, [
    personal,
    second,
  ]);
  const removed = await remove(person, await memberIdOf({ id: person.organizationId, owner: person }, person));
  expect(removed.data.removeMember.code).toBe('WRONG_STATE');
  expect((await leave(person)).data.leaveOrganization.code).toBe('WRONG_STATE');
  await expect(api.admin.query('delete from auth.member where user_id = $1', [person.userId])).rejects.toMatchObject({
    code: 'FC001',
  });
});

test('ten who want the same short name at once get one organisation and nine answers that say so', async () => {
  const people = await Promise.all(Array.from({ length: 3 }, () => signUp(api)));
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, i) =>
      people[i % 3]!.run(
        'mutation { createOrganization(name: "Same", slug: "the-same") { __typename ... on Error { code } } }',
      ),
    ),
  );
  const kinds = answers.map(({ data }) => data?.createOrganization.__typename).toSorted();
  expect(kinds).toEqual([...Array(9).fill('NameTakenError'), 'Organization']);
});

test('an admin makes no owner, and neither demotes nor removes one; a member changes nobody', async () => {
  const team = await newTeam();
  const [admin, member] = [await join(team, 'admin'), await join(team, 'member')];
  const owner = await memberIdOf(team, team.owner);
  expect((await change(admin, admin.memberId, 'OWNER')).data.changeMemberRole.code).toBe('FORBIDDEN');
  expect((await change(admin, owner, 'MEMBER')).data.changeMemberRole.code).toBe('FORBIDDEN');
  expect((await remove(admin, owner)).data.removeMember.code).toBe('FORBIDDEN');
  expect((await remove(member, admin.memberId)).data.removeMember.code).toBe('FORBIDDEN');
  expect((await change(admin, member.memberId, 'VIEWER')).data.changeMemberRole.__typename).toBe('Member');
});

const SCOPES = '{ viewer { scopes } }';

test('a key does no more than its maker may now, names them, and ends with them until an owner takes it over', async () => {
  const team = await newTeam();
  const admin = await join(team, 'admin');
  const { id, secret } = await createKey(admin, ['READ', 'WRITE', 'ADMINISTER']);
  const key = callerOf(api, { authorization: `Bearer ${secret}` });
  expect((await key.run(SCOPES)).data.viewer.scopes).toEqual(['READ', 'WRITE', 'ADMINISTER']);
  const listed = await team.owner.run('{ apiKeys { id createdBy { name } } }');
  expect(listed.data.apiKeys).toEqual([{ id, createdBy: { name: 'A admin' } }]);

  await change(team.owner, admin.memberId, 'VIEWER');
  expect((await key.run(SCOPES)).data.viewer.scopes).toEqual(['READ']);
  await remove(team.owner, admin.memberId);
  const ended = await key.run(SCOPES);
  expect([ended.status, ended.errors[0]!.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);

  const another = await join(team, 'admin');
  const takeOver = (caller: Caller) =>
    caller.run(
      'mutation ($id: ID!) { takeOverApiKey(apiKeyId: $id) { __typename ... on ApiKey { createdBy { name } } } }',
      { id },
    );
  expect((await takeOver(another)).data.takeOverApiKey.__typename).toBe('ForbiddenError');
  expect((await takeOver(team.owner)).data.takeOverApiKey.createdBy).toEqual({ name: 'Owner' });
  expect((await key.run(SCOPES)).data.viewer.scopes).toEqual(['READ', 'WRITE', 'ADMINISTER']);
});

const invite = async (caller: Caller, email: string, role: string): Promise<string> => {
  const { data, text } = await caller.run(
    'mutation ($email: String!, $role: Role!) { inviteMember(email: $email, role: $role) { ... on Invitation { id } ... on Error { message } } }',
    { email, role },
  );
  if (!data?.inviteMember?.id) throw new Error(text);
  return data.inviteMember.id as string;
};

const accept = (guest: Person, invitationId: string): Promise<Response> =>
  fetch(`${api.url}/api/auth/organization/accept-invitation`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: api.url, cookie: guest.cookie },
    body: JSON.stringify({ invitationId }),
  });

test('invitations of who is removed, demoted or leaves let nobody in', async () => {
  const team = await newTeam();
  const endings = [
    (inviter: Person & { memberId: string }) => remove(team.owner, inviter.memberId),
    (inviter: Person & { memberId: string }) => change(team.owner, inviter.memberId, 'ADMIN'),
    (inviter: Person & { memberId: string }) => leave(inviter),
  ];
  for (const end of endings) {
    const inviter = await join(team, 'owner');
    const guest = await signUp(api);
    const invitationId = await invite(inviter, guest.email, 'OWNER');
    await end(inviter);
    expect((await accept(guest, invitationId)).status).toBe(400);
  }
  const { data } = await team.owner.run('{ invitations { id } }');
  expect(data.invitations).toEqual([]);
});

test('an address that several invite at the same moment, in whatever case, is invited once', async () => {
  const team = await newTeam();
  const asWritten = ['guest@example.org', 'Guest@Example.org', 'GUEST@EXAMPLE.ORG', 'guest@example.org'];
  const ids = await Promise.all([...asWritten, ...asWritten].map((email) => invite(team.owner, email, 'MEMBER')));
  expect(new Set(ids)).toHaveLength(1);
  const { data } = await team.owner.run('{ invitations { email } }');
  expect(data.invitations).toEqual([{ email: 'guest@example.org' }]);
});

test('who let an invitation lapse is sent a new one, and the old one is gone', async () => {
  const team = await newTeam();
  const lapsed = await invite(team.owner, 'late@example.org', 'MEMBER');
  await api.admin.query('update auth.invitation set expires_at = now() where id = $1', [
    decodeId('Invitation', lapsed),
  ]);
  const again = await invite(team.owner, 'late@example.org', 'VIEWER');
  expect(again).not.toBe(lapsed);
  const { data } = await team.owner.run('{ invitations { id role } }');
  expect(data.invitations).toEqual([{ id: again, role: 'VIEWER' }]);
});

test('an invitation that was made by who may no more invite lets nobody in, however that came about', async () => {
  const team = await newTeam();
  const inviter = await join(team, 'admin');
  const guest = await signUp(api);
  const invitationId = await invite(inviter, guest.email, 'MEMBER');
  await api.admin.query(`update auth.member set role = 'member' where id = $1`, [decodeId('Member', inviter.memberId)]);
  expect((await accept(guest, invitationId)).status).toBe(400);
  const nonsense = await accept(guest, 'no id of anything');
  expect(nonsense.status).toBe(400);
});

test('private libraries of who is removed or leaves go to an owner, under a name that is free, and the audit log says so', async () => {
  const team = await newTeam();
  const own = await createLibrary(team.owner, 'Secret', 'PRIVATE');
  for (const [end, name] of [
    [(leaver: Person & { memberId: string }) => remove(team.owner, leaver.memberId), 'Secret (2)'],
    [(leaver: Person & { memberId: string }) => leave(leaver), 'secret (3)'],
  ] as const) {
    const leaver = await join(team, 'member');
    const before = name.startsWith('S') ? 'Secret' : 'secret';
    const library = await createLibrary(leaver, before, 'PRIVATE');
    const token = await addToken(api, leaver, library);
    const look =
      'query ($library: ID!, $token: ID!) { nodes(ids: [$library, $token]) { ... on Library { name visibility } ... on Token { name } } }';
    expect((await team.owner.run(look, { library, token })).data.nodes).toEqual([null, null]);
    await end(leaver);
    expect((await team.owner.run(look, { library, token })).data.nodes).toEqual([
      { name, visibility: 'PRIVATE' },
      { name: 'red' },
    ]);
  }
  expect(own).toBeTruthy();
  const { data } = await team.owner.run('{ auditEvents(action: "library.hand-over") { totalCount } }');
  expect(data.auditEvents.totalCount).toBe(2);
});
