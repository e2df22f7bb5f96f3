import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';
import { decodeId } from '../src/ids.ts';
import { callerOf, signUp, type Caller } from './client.ts';
import { createKey, makeAll } from './make.ts';
import { askFor, fieldsOf, SAMPLES } from './places.ts';

let api: TestApi;
let viewer: Caller;
let readKey: Caller;
let writeKey: Caller;
let fullKey: Caller;
let ids: Record<string, string>;
beforeAll(async () => {
  api = await startApi();
  const [leader, guest] = [await signUp(api), await signUp(api)];
  const made = await leader.run(
    'mutation { createOrganization(name: "Team", slug: "of-roles") { ... on Organization { id } } }',
  );
  const team = made.data.createOrganization.id as string;
  const owner = { ...leader, ...leader.within(team), organizationId: team };
  SAMPLES['organizationSlug'] = 'somebody';
  ids = await makeAll(api, owner);
  const keyOf = async (scopes: string[]) =>
    callerOf(api, { authorization: `Bearer ${(await createKey(owner, scopes)).secret}` });
  readKey = await keyOf(['READ']);
  writeKey = await keyOf(['WRITE']);
  fullKey = await keyOf(['READ', 'WRITE', 'ADMINISTER']);
  await api.admin.query(`insert into auth.member (organization_id, user_id, role) values ($1, $2, 'viewer')`, [
    decodeId('Organization', team),
    guest.userId,
  ]);
  viewer = guest.within(team);
});
afterAll(() => api.close());

/** Nothing of the organisation that one is a viewer in: whoever has an account may have teams, leave, and go. */
const OF_THE_PERSON = new Set(['createOrganization', 'leaveOrganization', 'deleteAccount']);
/** Nothing is changed by them: what may be read is handed out as files. */
const READING = new Set(['exportTokens', 'exportOutputs']);
/** Keys belong to organisations, so they change neither members nor keys, and open no organisations. */
const OF_PEOPLE = [
  'createApiKey',
  'deleteApiKey',
  'takeOverApiKey',
  'leaveOrganization',
  'deleteOrganization',
  'deleteAccount',
  'createOrganization',
  'inviteMember',
  'removeMember',
  'renameOrganization',
];

const MUTATIONS = fieldsOf('mutation');
const outcome = async (caller: Caller, name: string): Promise<string> => {
  const { query, variables } = askFor(
    'mutation',
    MUTATIONS.find((field) => field.name === name)!,
    ids,
  );
  const { data, text } = await caller.run(query, variables);
  return data?.[name]?.__typename ?? text;
};

test.each(MUTATIONS.map(({ name }) => name).filter((name) => !OF_THE_PERSON.has(name) && !READING.has(name)))(
  '%s is refused to a viewer, and to a key that may only read',
  async (name) => {
    expect(await outcome(viewer, name)).toBe('ForbiddenError');
    expect(await outcome(readKey, name)).toBe('ForbiddenError');
  },
);

test.each([...READING])('%s needs no more than to read, and no less', async (name) => {
  for (const caller of [viewer, readKey]) expect(await outcome(caller, name)).not.toMatch(/Forbidden|FORBIDDEN/);
  expect(await outcome(writeKey, name)).toBe('ForbiddenError');
});

test.each(OF_PEOPLE)('%s is refused to every key', async (name) => {
  expect(await outcome(fullKey, name)).toBe('ForbiddenError');
});

test('nothing was changed by all of that', async () => {
  const { data } = await readKey.run(
    `query ($ids: [ID!]!) { nodes(ids: $ids) { id } libraries { totalCount } tokens { totalCount } images { totalCount } }`,
    { ids: ['Image', 'Library', 'Token', 'Inversion', 'Composition', 'Output'].map((kind) => ids[kind]) },
  );
  expect(data.nodes).not.toContain(null);
  expect(data).toMatchObject({ libraries: { totalCount: 1 }, tokens: { totalCount: 1 }, images: { totalCount: 1 } });
});

test.each(['ApiKey', 'Invitation', 'AuditEvent', 'Webhook', 'WebhookDelivery'])(
  'node finds no %s for a viewer, nor for a key that may only read',
  async (kind) => {
    for (const caller of [viewer, readKey]) {
      const { data } = await caller.run('query ($id: ID!) { node(id: $id) { id } }', { id: ids[kind] });
      expect(data).toEqual({ node: null });
    }
  },
);

test.each(['ApiKey', 'Invitation'])("node finds no %s for any key: they are people's to change", async (kind) => {
  const { data } = await fullKey.run('query ($id: ID!) { node(id: $id) { id } }', { id: ids[kind] });
  expect(data).toEqual({ node: null });
});

test('what only administrators see is refused to a viewer as a whole', async () => {
  const { data, errors } = await viewer.run('{ auditEvents { totalCount } }');
  expect([data, errors[0]!.extensions.code]).toEqual([null, 'FORBIDDEN']);
});
