import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { failRun, type OrganizationTransaction } from '@facet/db';
import { getNamedType, isListType, isLeafType, isNonNullType, isObjectType, type GraphQLObjectType } from 'graphql';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { decodeId, encodeId } from '../src/ids.ts';
import { startApi, type TestApi } from './api.ts';
import { callerOf, signUp, type Caller, type Person } from './client.ts';
import { addMember, followAs } from './feed.ts';
import { addToken, CREATE_UPLOAD, createLibrary, makeAll, offerModel, picture, put } from './make.ts';
import { askFor, fieldsOf, SAMPLES } from './places.ts';

let api: TestApi;
/** A picture that can be imported, and an address that webhooks can have. */
const server = createServer((_request, response) => void response.end(picture()));
beforeAll(async () => {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  SAMPLES['url'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}/cat.png`;
  api = await startApi({ FACET_ALLOW_ADDRESSES: '127.0.0.1/32' });
});
// A worker says every ten seconds that it is there; one that does not is taken for dead.
beforeEach(async () => void (await offerModel(api)));
afterAll(async () => {
  await api.close();
  server.close();
});

/** What changes by itself, and what hangs on who asks. */
const UNSTABLE = new Set(['queuePosition', 'remainingSeconds', 'isFavorite', 'isCurrent', 'actorName', 'sentence']);
/** Signed addresses, which are others every ten minutes. */
const SIGNED = new Set(['SignedUrl', 'Picture']);
/** Nodes that no list of their own shows. */
const SHOWN_WITHIN_OTHERS = new Set(['User', 'Organization', 'LibraryGrant', 'WebhookDelivery']);

const isNode = (type: GraphQLObjectType): boolean => type.getInterfaces().some(({ name }) => name === 'Node');
const isConnection = ({ name }: GraphQLObjectType): boolean => name.endsWith('Connection');

/** All that can be asked of a type without arguments; of other things that have an id, the id. */
function selectionOf(type: GraphQLObjectType, within: readonly string[] = []): string {
  if (SIGNED.has(type.name)) return '{ __typename }';
  const fields = Object.values(type.getFields()).flatMap(({ name, args, type: of }) => {
    const inner = getNamedType(of);
    if (UNSTABLE.has(name) || args.some(({ type: needed }) => isNonNullType(needed))) return [];
    if (isLeafType(inner)) return args.length > 0 ? [] : [name];
    if (!isObjectType(inner) || within.includes(inner.name)) return [];
    if (isConnection(inner)) return SHOWN_WITHIN_OTHERS.has(nodeOf(inner).name) ? [listOf(name, inner, type)] : [];
    if (isNode(inner) && !SHOWN_WITHIN_OTHERS.has(inner.name)) return [`${name} { id }`];
    return [`${name} ${selectionOf(inner, [...within, type.name])}`];
  });
  return `{ ${fields.join(' ')} }`;
}

function nodeOf(connection: GraphQLObjectType): GraphQLObjectType {
  const edge = getNamedType(connection.getFields()['edges']!.type) as GraphQLObjectType;
  return getNamedType(edge.getFields()['node']!.type) as GraphQLObjectType;
}

const listOf = (name: string, connection: GraphQLObjectType, ...within: GraphQLObjectType[]): string =>
  `${name}(first: 100) { edges { node ${selectionOf(
    nodeOf(connection),
    within.map((type) => type.name),
  )} } }`;

/** Every list of things with an id that the schema offers without an argument. */
const LISTS = fieldsOf('query')
  .filter(({ args }) => !args.some(({ type }) => isNonNullType(type)))
  .flatMap(({ name, type }) => {
    const of = getNamedType(type);
    if (!isObjectType(of)) return [];
    if (isConnection(of) && isNode(nodeOf(of))) return [listOf(name, of)];
    return isNode(of) || isListType(type) ? [`${name} ${selectionOf(of)}`] : [];
  });

type Things = Map<string, string>;

/** What somebody sees of the organisation: each thing that has an id, as JSON, with the ids of others in it. */
async function seenBy(caller: Caller): Promise<Things> {
  const things: Things = new Map();
  for (const list of [...LISTS, 'viewer { organization { id name slug } }']) {
    const { data, text } = await caller.run(`{ ${list} }`);
    if (!data) throw new Error(text);
    JSON.parse(JSON.stringify(data), (_key, value: unknown) => {
      const { id, ...rest } = (value ?? {}) as Record<string, unknown>;
      if (typeof id !== 'string') return value;
      if (Object.keys(rest).length > 0) things.set(id, JSON.stringify(rest));
      return id;
    });
  }
  return things;
}

/** Kinds that come into sight, and go, with what is told: with a membership and with a grant. */
const COME_WITH_OTHERS = /^(User|Organization):/;

/** What is new, otherwise, or gone. What only names something that is told of itself needs no telling. */
function differences(before: Things, after: Things, told: ReadonlySet<string>): string[] {
  const blind = (text = ''): string =>
    [...told].reduce((left, id) => left.replaceAll(new RegExp(`,?"${id}"|null`, 'g'), ''), text);
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((id) => blind(before.get(id)) !== blind(after.get(id)) && !told.has(id))
    .map((id) => `${Buffer.from(id, 'base64url').toString()}: ${before.get(id)} -> ${after.get(id)}`)
    .filter((line) => !COME_WITH_OTHERS.test(line) || !/: undefined ->|-> undefined$/.test(line));
}

interface Scene {
  readonly colleague: Person;
  /** Who does it. */
  caller: Caller;
  readonly person: Person;
  readonly ids: Record<string, string>;
  inside<Result>(work: (transaction: OrganizationTransaction) => Promise<Result>): Promise<Result>;
}

const endRuns = async ({ inside, ids, person }: Scene): Promise<void> => {
  const { data } = await person.run('{ compositions { edges { node { id } } } }');
  await inside((t) => failRun(t, 'inversion', decodeId('Inversion', ids['Inversion']!), 'internal', 'It broke.'));
  for (const { node } of data.compositions.edges)
    await inside((t) => failRun(t, 'composition', decodeId('Composition', node.id), 'internal', 'It broke.'));
};

const freshToken = async ({ person, ids }: Scene): Promise<void> => {
  ids['Token'] = await addToken(api, person, ids['Library']!, 'unused');
};

const emptyLibrary = async ({ person, ids }: Scene): Promise<void> => {
  ids['Library'] = await createLibrary(person, 'empty');
};

const pendingUpload = async ({ person, ids }: Scene): Promise<void> => {
  const { data } = await person.run(CREATE_UPLOAD, { name: 'new', bytes: picture().length, key: null });
  await put(data.createUpload, picture());
  ids['Image'] = data.createUpload.image.id;
};

const otherMember = async ({ person, ids }: Scene): Promise<void> => {
  const idsOfMembers = async (): Promise<string[]> =>
    (await person.run('{ members { edges { node { id } } } }')).data.members.edges.map(
      ({ node }: { node: { id: string } }) => node.id,
    );
  const known = await idsOfMembers();
  await addMember(api, person, await signUp(api), 'member');
  ids['Member'] = (await idsOfMembers()).find((id) => !known.includes(id))!;
};

/** What makes a mutation possible whose sample is refused as things are; the answer is an optional argument that it needs. */
const PREPARE: Readonly<Record<string, (scene: Scene) => Promise<void | Record<string, unknown>>>> = {
  deleteComposition: endRuns,
  deleteGrid: endRuns,
  deleteInversion: endRuns,
  deleteOutput: endRuns,
  resumeInversion: endRuns,
  deleteToken: freshToken,
  deleteTokens: freshToken,
  deleteLibrary: emptyLibrary,
  copyToken: emptyLibrary,
  copyTokens: emptyLibrary,
  moveTokens: emptyLibrary,
  deleteImage: pendingUpload,
  completeUpload: pendingUpload,
  changeMemberRole: otherMember,
  removeMember: otherMember,
  leaveOrganization: async (scene) => {
    scene.caller = callerOf(api, await addMember(api, scene.person, await signUp(api), 'member'));
  },
  addTokenVersion: async ({ person, ids }) => ({
    fromTokenId: await addToken(api, person, ids['Library']!, 'other', { vectors: [[0, 1, 0]] }),
  }),
  updateLibrary: () => Promise.resolve({ description: 'another' }),
  updateToken: () => Promise.resolve({ notes: 'another' }),
  updateWebhook: () => Promise.resolve({ active: false }),
  tagTokens: () => Promise.resolve({ add: 'new' }),
  revokeOutputLink: async ({ person, ids }) => {
    await person.run('mutation ($id: ID!) { createOutputLink(outputId: $id) { __typename } }', { id: ids['Output'] });
  },
  redeliverWebhook: async ({ person }) => {
    await api.admin.query(`update facet.webhook_delivery set status = 'failed' where organization_id = $1`, [
      decodeId('Organization', person.organizationId),
    ]);
  },
  grantLibrary: ({ colleague }) => {
    SAMPLES['organizationSlug'] = `personal-${colleague.userId}`;
    return Promise.resolve();
  },
  revokeLibraryGrant: async ({ person, ids }) => {
    const { rows } = await api.admin.query<{ id: string }>(
      'select grantee_organization_id as id from facet.library_grant where organization_id = $1',
      [decodeId('Organization', person.organizationId)],
    );
    ids['Organization'] = encodeId('Organization', rows[0]!.id);
    return { organizationId: ids['Organization'] };
  },
  leaveLibrary: async ({ ids }) => {
    const [libraryId] = decodeId('LibraryOffer', ids['LibraryOffer']!).split('/');
    await api.admin.query('update facet.library_grant set accepted_at = now() where library_id = $1', [libraryId]);
    ids['Library'] = encodeId('Library', libraryId!);
  },
};

/** What changes nothing that another member is shown. */
const SILENT = new Set(['createOrganization', 'saveBoardDraft', 'setFavoriteToken']);

/** After which there is no organisation to be told of. */
const LAST = new Set(['deleteOrganization', 'deleteAccount']);

test.each(
  fieldsOf('mutation')
    .filter(({ name }) => !LAST.has(name))
    .map((field) => [field.name, field] as const),
)('%s: what another member sees otherwise afterwards was told to them', async (name, field) => {
  const [person, colleague] = [await signUp(api), await signUp(api)];
  const ids = await makeAll(api, person);
  const inside: Scene['inside'] = (work) =>
    api.services.database.withOrganization(decodeId('Organization', person.organizationId), work);
  const scene: Scene = { person, colleague, ids, inside, caller: person };
  const more = await PREPARE[name]?.(scene);
  const [[argument, value] = []] = Object.entries(more ?? {});
  const given = argument && { path: [field.args.find((each) => each.name === argument)!], value };
  const headers = await addMember(api, person, colleague, 'owner');
  const asColleague = callerOf(api, headers);
  const feed = await followAs(api, headers);
  const before = await seenBy(asColleague);
  expect(before.size).toBeGreaterThan(15);
  const { query, variables } = askFor('mutation', field, ids, given || undefined);
  const { text } = await scene.caller.run(query, variables);
  expect(text).not.toMatch(/Error"|"errors"|"error":\{/);
  const after = await seenBy(asColleague);
  // It is told in order, so with this all before it was told.
  const last = await createLibrary(person, 'the last one');
  await expect.poll(() => feed.changes.some(({ id }) => id === last)).toBe(true);
  const told = new Set(feed.changes.map(({ id }) => id));
  expect(differences(before, after, told)).toEqual([]);
  expect(differences(before, after, new Set()).length > 0).toBe(!SILENT.has(name));
  await feed.close();
});

test('the comparison sees a change that is not told', () => {
  const before: Things = new Map([['a', '{"name":"x"}']]);
  const after: Things = new Map([
    ['a', '{"name":"y"}'],
    ['b', '{}'],
  ]);
  expect(differences(before, after, new Set(['b']))).toHaveLength(1);
  expect(LISTS.length).toBeGreaterThan(10);
});
