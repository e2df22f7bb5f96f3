import { Fingerprint, outputKey, UserId } from '@facet/contracts';
import { claimRun, addOutput, addTokens, announceModel, getOutputsOf, type NewToken } from '@facet/db';
import { SOURCE_TEXT_MAP } from '@facet/inversion/files';
import { writeSafetensors } from '@facet/safetensors';
import { randomUUID } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import { decodeId, encodeId } from '../src/ids.ts';
import type { TestApi } from './api.ts';
import type { Answer, Caller, Person } from './client.ts';

export const CREATE_UPLOAD = `mutation ($name: String!, $bytes: Int!, $key: String) {
  createUpload(name: $name, type: IMAGE_PNG, bytes: $bytes, clientMutationKey: $key) {
    __typename ... on ImageUpload { image { id } url headers { name value } } ... on Error { code message } } }`;

const SIDE = 32;

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const numbers = Buffer.alloc(8);
  numbers.writeUInt32BE(data.length, 0);
  numbers.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([numbers.subarray(0, 4), body, numbers.subarray(4)]);
}

/** A PNG of 32 x 32 grey pixels. */
export function picture(): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIDE, 0);
  header.writeUInt32BE(SIDE, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc(SIDE * (SIDE + 1), 100);
  for (let row = 0; row < SIDE; row++) rows[row * (SIDE + 1)] = 0;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', new Uint8Array())];
  return new Uint8Array(Buffer.concat(parts));
}

/** PUTs bytes at a signed address, with the headers that it asks for. Throws what it is answered, if that is no 200. */
export async function put(
  { url, headers }: { url: string; headers: { name: string; value: string }[] },
  bytes: Uint8Array,
): Promise<void> {
  const sent = Object.fromEntries(headers.map(({ name, value }) => [name, value]));
  const answer = await fetch(url, { method: 'PUT', headers: sent, body: new Uint8Array(bytes) });
  if (answer.status !== 200) throw new Error(`PUT: ${answer.status} ${await answer.text()}`);
}

/** Puts a token file; the global id of the upload. */
export async function putTokenFile(caller: Caller, bytes: Uint8Array, declared = bytes.length): Promise<string> {
  const { data, text } = await caller.run(
    `mutation ($bytes: Int!) { createTokenUpload(bytes: $bytes) {
      ... on TokenUpload { id url headers { name value } } ... on Error { message } } }`,
    { bytes: declared },
  );
  if (!data?.createTokenUpload?.id) throw new Error(text);
  await put(data.createTokenUpload, bytes);
  return data.createTokenUpload.id as string;
}

/** Uploads a picture as a client does it; the global id of the image. */
export async function uploadImage(_api: TestApi, caller: Caller, name = 'cat'): Promise<string> {
  const bytes = picture();
  const { data, text } = await caller.run(CREATE_UPLOAD, { name, bytes: bytes.length, key: null });
  if (data?.createUpload?.__typename !== 'ImageUpload') throw new Error(text);
  const { image } = data.createUpload;
  await put(data.createUpload, bytes);
  const done = await caller.run(
    'mutation ($id: ID!) { completeUpload(imageId: $id) { __typename ... on Error { message } } }',
    { id: image.id },
  );
  if (done.data?.completeUpload?.__typename !== 'Image') throw new Error(done.text);
  return image.id as string;
}

export async function createLibrary(caller: Caller, name = 'cats', visibility = 'ORGANIZATION'): Promise<string> {
  const { data, text } = await caller.run(
    `mutation ($name: String!, $visibility: Visibility!) {
      createLibrary(name: $name, visibility: $visibility) { ... on Library { id } } }`,
    { name, visibility },
  );
  if (!data?.createLibrary?.id) throw new Error(text);
  return data.createLibrary.id as string;
}

export const FINGERPRINT = Fingerprint.parse('ab'.repeat(32));

/** What a worker does when it comes up. Global id of the model. */
export async function offerModel({ services }: TestApi): Promise<string> {
  const traits = { size: 64, methods: ['matte'], schedulers: ['dpm-solver++'], hasImageEncoder: false };
  const model = { fingerprint: FINGERPRINT, name: 'demo', embeddingWidth: 3, layers: 2, traits };
  await services.operations.withOperations((transaction) => announceModel(transaction, 'worker', 'cpu', model));
  return encodeId('Model', FINGERPRINT);
}

/** Puts a token into a library, as a worker does at the end of an inversion. */
export async function addToken(
  { services }: TestApi,
  caller: Person,
  libraryId: string,
  name = 'red',
  more: Partial<NewToken> = {},
): Promise<string> {
  const content: NewToken = {
    name,
    attribute: 'color',
    vectors: [[1, 0, 0]],
    fingerprint: FINGERPRINT,
    modelName: 'demo',
    method: 'matte',
    steps: 100,
    seed: 7,
    imageHash: 'd'.repeat(64),
    objectWord: 'cat',
    objectWordOrigin: 'given',
    initialWord: 'red',
    fallbackWord: null,
    palette: [{ name: 'red', share: 1 }],
    map: { ...SOURCE_TEXT_MAP },
    stageBounds: [...SOURCE_TEXT_MAP.stageBounds],
    cells: [
      [0, -1],
      [0, -1],
      [0, -1],
      [0, -1],
    ],
    leakReport: null,
    ...more,
  };
  const actor = { kind: 'user', id: UserId.parse(caller.userId) } as const;
  const [id] = await services.database.withOrganization(
    decodeId('Organization', caller.organizationId),
    (transaction) => addTokens(transaction, actor, decodeId('Library', libraryId), [content], { source: 'import' }),
  );
  return encodeId('Token', id!);
}

export const START = `mutation ($imageId: ID!, $libraryId: ID!, $key: String) {
  startInversion(imageId: $imageId, libraryId: $libraryId, name: "cat", objectWord: "cat", steps: 5, clientMutationKey: $key) {
    __typename ... on Inversion { id status total model { name } } ... on Error { code message } } }`;

export const CREATE_WEBHOOK = `mutation ($url: String!, $key: String) {
  createWebhook(url: $url, events: [INVERSION_FINISHED, INVERSION_FAILED], clientMutationKey: $key) {
    __typename ... on WebhookWithSecret { secret webhook { id url events active } }
    ... on Error { code message } ... on AddressRefusedError { reason } } }`;

export const TEST_WEBHOOK = `mutation ($id: ID!) { testWebhook(webhookId: $id) {
  __typename ... on WebhookDelivery { id event status attempts } ... on Error { code message } } }`;

export const COMPOSE_GRID = `mutation ($tokens: [GridTokenInput!]!) {
  composeGrid(attribute: COLOR, tokens: $tokens, prompt: "a {color} cat", seeds: [1, 2]) {
    __typename ... on Grid { id attribute rows { id status seeds grid { id } slots { strength token { id } } } } ... on Error { code message } } }`;

export const COMPOSE = `mutation ($tokenId: ID!) {
  composeImages(prompt: "a {color} cat", slots: [{ attribute: COLOR, tokenId: $tokenId }], seeds: [1, 2]) {
    __typename ... on Composition { id status total slots { strength token { id name } } } ... on Error { code message } } }`;

/** Puts a picture into a composition, as a worker does. The global id of the output. */
export async function addOutputTo({ services }: TestApi, person: Person, compositionId: string): Promise<string> {
  const id = decodeId('Composition', compositionId);
  const organizationId = decodeId('Organization', person.organizationId);
  const storageKey = outputKey(organizationId, id, 0);
  await services.store.put(storageKey, picture(), 1000);
  const values = {
    index: 0,
    seed: 1,
    storageKey,
    width: SIDE,
    height: SIDE,
    bytes: 100,
    sha256: 'e'.repeat(64),
    holdsTokens: false,
  };
  return services.database.withOrganization(organizationId, async (transaction) => {
    await claimRun(transaction, 'composition', id);
    await addOutput(transaction, id, values);
    const [row] = await getOutputsOf(transaction, [id]);
    return encodeId('Output', row!.id);
  });
}

/** An organisation that nobody is in, with a library. */
async function anotherOrganization({ admin }: TestApi) {
  const slug = `other-${randomUUID()}`;
  const { rows } = await admin.query<{ id: string }>(
    'insert into auth.organization (name, slug) values ($1, $1) returning id',
    [slug],
  );
  const organizationId = rows[0]!.id;
  const made = await admin.query<{ id: string }>(
    `insert into facet.library (organization_id, name, visibility) values ($1, 'theirs', 'organization') returning id`,
    [organizationId],
  );
  return { slug, organizationId, libraryId: made.rows[0]!.id };
}

/** An offer of that library to the organisation of this person. Its global id. */
async function offerTo(
  { admin }: TestApi,
  from: string,
  libraryId: string,
  { organizationId }: Person,
): Promise<string> {
  const { rows } = await admin.query<{ slug: string }>(
    `insert into facet.library_grant (organization_id, library_id, grantee_organization_id, grantee_slug, offered_name)
     select $1, $2, id, slug, 'theirs' from auth.organization where id = $3 returning grantee_slug as slug`,
    [from, libraryId, decodeId('Organization', organizationId)],
  );
  return encodeId('LibraryOffer', `${libraryId}/${rows[0]!.slug}`);
}

/** Grants a library to the personal organisation of somebody, who accepts. What granting is answered with. */
export async function grantTo(giver: Caller, libraryId: string, taker: Person): Promise<Answer> {
  const slug = `personal-${taker.userId}`;
  const granted = await giver.run(
    'mutation ($id: ID!, $slug: String!) { grantLibrary(libraryId: $id, organizationSlug: $slug) { __typename } }',
    { id: libraryId, slug },
  );
  await taker.run('mutation ($id: ID!) { acceptLibraryOffer(offerId: $id) { __typename } }', {
    id: encodeId('LibraryOffer', `${decodeId('Library', libraryId)}/${slug}`),
  });
  return granted;
}

/** One of everything that an organisation can have, by kind. */
export async function makeAll(api: TestApi, person: Person): Promise<Record<string, string>> {
  const Model = await offerModel(api);
  const Image = await uploadImage(api, person);
  const Library = await createLibrary(person);
  const Token = await addToken(api, person, Library);
  const started = await person.run(START, { imageId: Image, libraryId: Library });
  const composed = await person.run(COMPOSE, { tokenId: Token });
  const grid = await person.run(COMPOSE_GRID, { tokens: [{ tokenId: Token }] });
  const Output = await addOutputTo(api, person, composed.data.composeImages.id);
  const invited = await person.run(
    'mutation { inviteMember(email: "a@example.org", role: MEMBER) { ... on Invitation { id } ... on Error { message } } }',
  );
  const { data: members } = await person.run('{ members { edges { node { id user { id } } } } }');
  const key = await createKey(person, ['READ']);
  // Public, and found without a name server.
  const hook = await person.run(CREATE_WEBHOOK, { url: 'https://1.1.1.1/hook' });
  const Webhook = hook.data.createWebhook.webhook.id as string;
  const delivery = await person.run(TEST_WEBHOOK, { id: Webhook });
  const vector = { dims: [1, 3], data: new Float32Array(3).fill(1) };
  const TokenUpload = await putTokenFile(person, writeSafetensors(new Map([['cat', vector]])));
  const [member] = members.members.edges;
  const { slug, organizationId: otherId, libraryId: otherLibrary } = await anotherOrganization(api);
  await person.run(
    `mutation ($library: ID!, $slug: String!) { grantLibrary(libraryId: $library, organizationSlug: $slug) { __typename } }`,
    { library: Library, slug },
  );
  const board = await person.run('mutation { saveBoardDraft(content: "{}") { ... on BoardDraft { id } } }');
  await api.admin.query('update facet.library_grant set accepted_at = now() where grantee_organization_id = $1', [
    otherId,
  ]);
  const granted = await person.run('query ($id: ID!) { library(id: $id) { ... on Library { grants { id } } } }', {
    id: Library,
  });
  const LibraryOffer = await offerTo(api, otherId, otherLibrary, person);
  const { data: noted } = await person.run('{ usage { id } auditEvents(first: 1) { edges { node { id } } } }');
  return {
    Model,
    Image,
    Library,
    BoardDraft: board.data.saveBoardDraft.id,
    LibraryGrant: granted.data.library.grants[0].id,
    LibraryOffer,
    AuditEvent: noted.auditEvents.edges[0].node.id,
    Usage: noted.usage[0].id,
    Token,
    TokenUpload,
    Organization: person.organizationId,
    Inversion: started.data.startInversion.id,
    Grid: grid.data.composeGrid.id,
    Composition: composed.data.composeImages.id,
    Output,
    Invitation: invited.data.inviteMember.id,
    Member: member.node.id,
    User: member.node.user.id,
    ApiKey: key.id,
    Webhook,
    WebhookDelivery: delivery.data.testWebhook.id,
  };
}

export async function createKey(person: Caller, scopes: string[]): Promise<{ id: string; secret: string }> {
  const { data, text } = await person.run(
    `mutation ($scopes: [ApiKeyScope!]!) { createApiKey(name: "key", scopes: $scopes) {
      ... on NewApiKey { secret apiKey { id scopes } } ... on Error { code message } } }`,
    { scopes },
  );
  if (!data?.createApiKey?.secret) throw new Error(text);
  return { id: data.createApiKey.apiKey.id, secret: data.createApiKey.secret };
}
