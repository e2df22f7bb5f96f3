import { Client, Connection } from '@temporalio/client';
import { runWorkflowId } from '@facet/base';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { decodeId, encodeId } from '../src/ids.ts';
import { startApi, type TestApi } from './api.ts';
import { callerOf, PASSWORD, signUp, type Caller, type Person } from './client.ts';
import { addToken, createKey, createLibrary, grantTo, makeAll, offerModel } from './make.ts';

let api: TestApi;
let connection: Connection;
beforeAll(async () => {
  api = await startApi();
  connection = await Connection.connect({ address: inject('servers').temporalAddress });
});
afterAll(async () => {
  await connection.close();
  await api.close();
});

let teams = 0;

async function newTeam(person: Person): Promise<{ id: string; slug: string; owner: Person }> {
  const slug = `going-${teams++}`;
  const { data } = await person.run(
    'mutation ($slug: String!) { createOrganization(name: "Going", slug: $slug) { ... on Organization { id } } }',
    { slug },
  );
  const id = data.createOrganization.id as string;
  return { id, slug, owner: { ...person, ...person.within(id), organizationId: id } };
}

async function join(organizationId: string, person: Person, role: string): Promise<string> {
  const { rows } = await api.admin.query<{ id: string }>(
    'insert into auth.member (organization_id, user_id, role) values ($1, $2, $3) returning id',
    [decodeId('Organization', organizationId), person.userId, role],
  );
  return encodeId('Member', rows[0]!.id);
}

const deleteIt = (caller: Caller, slug: string, password = PASSWORD) =>
  caller.run(
    'mutation ($slug: String!, $password: String!) { deleteOrganization(slug: $slug, password: $password) { __typename ... on Error { code } } }',
    { slug, password },
  );
const deleteMe = (caller: Caller, organizations: object[] = [], password = PASSWORD) =>
  caller.run(
    `mutation ($organizations: [OrganizationEndingInput!], $password: String!) {
      deleteAccount(organizations: $organizations, password: $password) {
        __typename ... on Error { code } ... on OwnerNeededError { organizations { id name members } } } }`,
    { organizations, password },
  );

/** Every table that has rows of an organisation, by name; what storage is to delete outlives it. */
async function tablesWithRowsOf(organizationId: string): Promise<string[]> {
  const { rows } = await api.admin.query<{ name: string }>(
    `select format('%s', c.oid::regclass) as name from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped
     where c.relkind = 'r' and c.relname <> 'storage_deletion' and c.relnamespace::regnamespace::text in ('facet', 'auth')`,
  );
  const found = [];
  for (const { name } of rows) {
    const counted = await api.admin.query(`select from ${name} where organization_id = $1 limit 1`, [organizationId]);
    if (counted.rowCount! > 0) found.push(name);
  }
  return found;
}

test('an organisation goes with all its rows, its files are announced, what was at work is ended, and grants end on both sides', async () => {
  const { id, slug, owner } = await newTeam(await signUp(api));
  await offerModel(api);
  const ids = await makeAll(api, owner);
  const organizationId = decodeId('Organization', id);
  expect((await tablesWithRowsOf(organizationId)).length).toBeGreaterThan(12);
  const { secret } = await createKey(owner, ['READ']);
  const handle = new Client({ connection }).workflow.getHandle(
    runWorkflowId('inversion', { id: decodeId('Inversion', ids['Inversion']!), attempt: 1 }),
  );
  expect((await handle.describe()).status.name).toBe('RUNNING');

  expect((await deleteIt(owner, 'another')).data.deleteOrganization.code).toBe('INVALID_INPUT');
  expect((await deleteIt(owner, slug, 'a wrong password')).data.deleteOrganization.code).toBe('INVALID_INPUT');
  expect((await deleteIt(owner, slug)).data.deleteOrganization.__typename).toBe('Deleted');

  expect(await tablesWithRowsOf(organizationId)).toEqual([]);
  const { rows } = await api.admin.query('select key from facet.storage_deletion where organization_id = $1', [
    organizationId,
  ]);
  expect(rows).toContainEqual({ key: `organizations/${organizationId}/` });
  expect((await handle.describe()).status.name).toBe('TERMINATED');
  const gone = await owner.run('{ viewer { role } }');
  expect([gone.status, gone.errors[0]!.extensions.code]).toEqual([404, 'NOT_FOUND']);
  const withKey = await callerOf(api, { authorization: `Bearer ${secret}` }).run('{ viewer { scopes } }');
  expect(withKey.errors[0]!.extensions.code).toBe('UNAUTHENTICATED');
});

test('only an owner deletes a team, and nobody a personal organisation', async () => {
  const { id, slug } = await newTeam(await signUp(api));
  const admin = await signUp(api);
  await join(id, admin, 'admin');
  expect((await deleteIt(admin.within(id), slug)).data.deleteOrganization.code).toBe('FORBIDDEN');
  expect((await deleteIt(admin, `personal-${admin.userId}`)).data.deleteOrganization.code).toBe('WRONG_STATE');
});

test('a copy of a token stays with who made it when the organisation of the original goes', async () => {
  const { slug, owner } = await newTeam(await signUp(api));
  const library = await createLibrary(owner);
  const token = await addToken(api, owner, library);
  const other = await signUp(api);
  await grantTo(owner, library, other);
  const to = await createLibrary(other);
  const copied = await other.run(
    'mutation ($token: ID!, $to: ID!) { copyToken(tokenId: $token, libraryId: $to) { ... on Token { id } ... on Error { message } } }',
    { token, to },
  );
  await deleteIt(owner, slug);
  const { data } = await other.run('query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Token { name } } }', {
    ids: [copied.data.copyToken.id, token],
  });
  expect(data.nodes).toEqual([{ name: 'red' }, null]);
});

test('an account goes once it is said what becomes of the teams that it alone owns; those that are not said are listed', async () => {
  const person = await signUp(api);
  await offerModel(api);
  await makeAll(api, person);
  const [kept, ended, shared] = [await newTeam(person), await newTeam(person), await newTeam(person)];
  const heir = await signUp(api, 'Heir');
  const successorId = await join(kept.id, heir, 'member');
  await join(shared.id, heir, 'owner');
  const secret = await createLibrary(kept.owner, 'secret', 'PRIVATE');

  const asked = await deleteMe(person);
  expect(asked.data.deleteAccount).toMatchObject({
    code: 'OWNER_NEEDED',
    organizations: expect.arrayContaining([
      { id: kept.id, name: 'Going', members: 2 },
      { id: ended.id, name: 'Going', members: 1 },
    ]),
  });
  const endings = [{ organizationId: kept.id, successorId }, { organizationId: ended.id }];
  expect((await deleteMe(person, endings, 'a wrong password')).data.deleteAccount.code).toBe('INVALID_INPUT');
  expect((await deleteMe(person, endings)).data.deleteAccount.__typename).toBe('Deleted');

  expect((await person.run('{ viewer { role } }')).errors[0]!.extensions.code).toBe('UNAUTHENTICATED');
  expect(await tablesWithRowsOf(decodeId('Organization', ended.id))).toEqual([]);
  expect(await tablesWithRowsOf(decodeId('Organization', person.organizationId))).toEqual([]);
  const { rowCount } = await api.admin.query('select from auth."user" where id = $1', [person.userId]);
  expect(rowCount).toBe(0);
  const left = await heir
    .within(kept.id)
    .run('query ($id: ID!) { viewer { role } members { totalCount } node(id: $id) { ... on Library { name } } }', {
      id: secret,
    });
  expect(left.data).toEqual({ viewer: { role: 'OWNER' }, members: { totalCount: 1 }, node: { name: 'secret' } });
  expect((await heir.within(shared.id).run('{ viewer { role } }')).data.viewer.role).toBe('OWNER');
});

test('a password is guessed ten times an hour at most', async () => {
  const person = await signUp(api);
  for (let i = 0; i < 10; i++) await deleteMe(person, [], 'a wrong password');
  expect((await deleteMe(person)).data.deleteAccount.code).toBe('QUOTA_EXCEEDED');
});
