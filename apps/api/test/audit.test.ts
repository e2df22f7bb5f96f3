import { afterAll, beforeAll, expect, test } from 'vitest';
import { isSaid } from '../src/audit-sentence.ts';
import { decodeId, encodeId } from '../src/ids.ts';
import { startApi, type TestApi } from './api.ts';
import { signUp, type Person } from './client.ts';
import { addToken, createLibrary, makeAll, offerModel, uploadImage } from './make.ts';
import { askFor, fieldsOf, SAMPLES } from './places.ts';

let api: TestApi;
let stranger: Person;
beforeAll(async () => {
  api = await startApi();
  stranger = await signUp(api);
  SAMPLES['organizationSlug'] = `personal-${stranger.userId}`;
  SAMPLES['url'] = 'https://1.1.1.1/';
});
afterAll(() => api.close());

/** Runs, and what is made of pictures and tokens: their rows say themselves who made them, and when. */
const EXEMPT = [
  // Seen by nobody but the user whose it is.
  'saveBoardDraft',
  'startInversion',
  'cancelInversion',
  'resumeInversion',
  'composeImages',
  'recompose',
  'composeFromRecipe',
  'composeGrid',
  'setFavoriteToken',
  'cancelComposition',
  'createUpload',
  'completeUpload',
  'importImage',
  'createTokenUpload',
  'importTokens',
  'addTokenVersion',
  'copyToken',
];

/** Nobody leaves a personal organisation; the test below leaves another. */
const TESTED_BELOW = ['leaveOrganization'];
/** The log goes with them; the operator's log has a line. */
const TAKE_THE_LOG_ALONG = ['deleteOrganization', 'deleteAccount'];

type Ids = Record<string, string>;

/** A second member, as one who was invited and has come. */
async function anotherMember(person: Person): Promise<Ids> {
  const { rows } = await api.admin.query<{ id: string }>(
    `insert into auth.member (organization_id, user_id, role) values ($1, $2, 'member') returning id`,
    [decodeId('Organization', person.organizationId), (await signUp(api)).userId],
  );
  return { Member: encodeId('Member', rows[0]!.id) };
}

async function over(table: 'inversion' | 'composition', id: string): Promise<Ids> {
  await api.admin.query(`update facet.${table} set status = 'cancelled', finished_at = now() where id = $1`, [id]);
  return {};
}

/** What some mutations need to succeed; the ids that come back are in place of the usual ones. */
const PREPARE: Record<string, (person: Person, ids: Ids) => Promise<Ids>> = {
  deleteImage: async (person) => ({ Image: await uploadImage(api, person, 'unused') }),
  // Pictures of a composition go only once it is over.
  deleteOutput: async (_person, { Composition }) => over('composition', decodeId('Composition', Composition!)),
  deleteInversion: async (_person, { Inversion }) => over('inversion', decodeId('Inversion', Inversion!)),
  deleteComposition: async (_person, { Composition }) => over('composition', decodeId('Composition', Composition!)),
  deleteGrid: async (person) => {
    await api.admin.query(
      `update facet.composition set status = 'cancelled', finished_at = now() where created_by = $1`,
      [person.userId],
    );
    return {};
  },
  deleteLibrary: async (person) => ({ Library: await createLibrary(person, 'empty') }),
  moveTokens: async (person) => ({ Library: await createLibrary(person, 'elsewhere') }),
  copyTokens: async (person) => ({ Library: await createLibrary(person, 'elsewhere') }),
  deleteTokens: async (person, { Library }) => ({ Token: await addToken(api, person, Library!, 'unused') }),
  deleteToken: async (person, { Library }) => ({ Token: await addToken(api, person, Library!, 'unused') }),
  removeMember: anotherMember,
  changeMemberRole: anotherMember,
  revokeLibraryGrant: async (person, { Library }) => {
    await person.run(
      'mutation ($id: ID!, $slug: String!) { grantLibrary(libraryId: $id, organizationSlug: $slug) { __typename } }',
      { id: Library, slug: SAMPLES['organizationSlug'] },
    );
    return { Organization: stranger.organizationId };
  },
  leaveLibrary: async (_person, { LibraryOffer }) => {
    const [libraryId] = decodeId('LibraryOffer', LibraryOffer!).split('/');
    await api.admin.query('update facet.library_grant set accepted_at = now() where library_id = $1', [libraryId]);
    return { Library: encodeId('Library', libraryId!) };
  },
  revokeOutputLink: async (person, { Output }) => {
    await person.run('mutation ($id: ID!) { createOutputLink(outputId: $id) { __typename } }', { id: Output });
    return {};
  },
  redeliverWebhook: async (_person, { WebhookDelivery }) => {
    const id = decodeId('WebhookDelivery', WebhookDelivery!);
    await api.admin.query(`update facet.webhook_delivery set status = 'failed' where id = $1`, [id]);
    return {};
  },
};

const actionsOf = async ({ userId }: Person): Promise<string[]> => {
  const { rows } = await api.admin.query<{ action: string }>(
    'select action from facet.audit_event where actor_id = $1 order by created_at',
    [userId],
  );
  return rows.map(({ action }) => action);
};

test('what is exempt is a mutation that there is', () => {
  expect(fieldsOf('mutation').map(({ name }) => name)).toEqual(expect.arrayContaining(EXEMPT));
});

test.each(
  fieldsOf('mutation')
    .filter(({ name }) => ![...EXEMPT, ...TESTED_BELOW, ...TAKE_THE_LOG_ALONG].includes(name))
    .map((field) => [field.name, field] as const),
)('%s is in the audit log, with who did it', async (name, field) => {
  await offerModel(api);
  const person = await signUp(api);
  const ids = await makeAll(api, person);
  const prepared = await PREPARE[name]?.(person, ids);
  const before = await actionsOf(person);
  const { query, variables } = askFor('mutation', field, { ...ids, ...prepared });
  const { data, text } = await person.run(query, variables);
  if (!data?.[name] || data[name].__typename.endsWith('Error')) throw new Error(text);
  const actions = await actionsOf(person);
  expect(actions).toHaveLength(before.length + 1);
  expect(isSaid(actions.at(-1)!)).toBe(true);
});

test('who joins a team by its invitation, or leaves it, is in its audit log', async () => {
  const owner = await signUp(api);
  const made = await owner.run(
    'mutation { createOrganization(name: "Team", slug: "audited") { ... on Organization { id } } }',
  );
  const leader = owner.within(made.data.createOrganization.id as string);
  const guest = await signUp(api);
  const invited = await leader.run(
    'mutation ($email: String!) { inviteMember(email: $email, role: MEMBER) { ... on Invitation { id } } }',
    { email: guest.email },
  );
  const ask = async (path: string, body: Record<string, string>): Promise<number> => {
    const headers = { 'content-type': 'application/json', origin: api.url, cookie: guest.cookie };
    const answer = await fetch(`${api.url}/api/auth/organization/${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return answer.status;
  };
  const invitationId = decodeId('Invitation', invited.data.inviteMember.id);
  expect(await ask('accept-invitation', { invitationId })).toBe(200);
  const left = await guest.within(made.data.createOrganization.id).run('mutation { leaveOrganization { __typename } }');
  expect(left.data.leaveOrganization.__typename).toBe('Deleted');
  expect(await actionsOf(guest)).toEqual(['member.join', 'member.leave']);
});

test('an audit event says in a sentence who did what, and to what by an id that clients know', async () => {
  const person = await signUp(api, 'Ada');
  const library = await createLibrary(person);
  const token = await addToken(api, person, library);
  await person.run('mutation ($id: ID!) { renameToken(tokenId: $id, name: "sunset") { __typename } }', { id: token });
  const { data } = await person.run(
    '{ auditEvents(first: 1) { edges { node { sentence actorName actorId subjectId } } } }',
  );
  expect(data.auditEvents.edges[0].node).toEqual({
    sentence: 'Ada renamed a token to sunset.',
    actorName: 'Ada',
    actorId: encodeId('User', person.userId),
    subjectId: token,
  });
});
