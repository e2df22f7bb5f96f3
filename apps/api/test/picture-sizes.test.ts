import { outputKey, pictureKeys, previewKey, sizedKey, tokenPreviewKey, type PictureSizes } from '@facet/contracts';
import { addOutput, claimRun, finishComposition, reportInversion, saveCheckpoint } from '@facet/db';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { decodeId } from '../src/ids.ts';
import { startApi, type TestApi } from './api.ts';
import { signUp, type Caller, type Person } from './client.ts';
import {
  addToken,
  COMPOSE,
  CREATE_UPLOAD,
  createLibrary,
  grantTo,
  offerModel,
  put,
  START,
  uploadImage,
} from './make.ts';

let api: TestApi;
let own: Person;
let other: Person;
beforeAll(async () => {
  api = await startApi();
  [own, other] = [await signUp(api), await signUp(api)];
});
// A worker says every ten seconds that it is there; one that does not is taken for dead.
beforeEach(async () => void (await offerModel(api)));
afterAll(() => api.close());

interface Picture {
  readonly url: string;
  readonly width: number;
  readonly height: number;
  readonly expiresAt: string;
}

const PICTURE = 'url width height expiresAt';
const SIZES = `picture { ${PICTURE} } medium: picture(size: MEDIUM) { ${PICTURE} } full: picture(size: FULL) { ${PICTURE} }`;
const look = async (caller: Caller, type: string, id: string): Promise<Record<string, Picture | null>> =>
  (await caller.run(`query ($id: ID!) { node(id: $id) { ... on ${type} { ${SIZES} } } }`, { id })).data.node;
const drawing = (width: number, height: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#c83' } })
    .png()
    .toBuffer();
const fetched = async ({ url }: Picture): Promise<Buffer> => Buffer.from(await (await fetch(url)).arrayBuffer());

/** What is at each address is a picture of just the size that was said. */
async function measured(pictures: Record<string, Picture | null>): Promise<unknown[]> {
  const found = [];
  for (const picture of Object.values(pictures)) {
    const { format, width, height } = await sharp(await fetched(picture!)).metadata();
    expect([picture!.width, picture!.height]).toEqual([width, height]);
    found.push([format, width, height]);
  }
  return found;
}

test('an uploaded picture is there in sizes whose files are as large as is said, and never enlarged', async () => {
  const bytes = await drawing(1600, 400);
  const { data } = await own.run(CREATE_UPLOAD, { name: 'wide', bytes: bytes.length, key: null });
  await put(data.createUpload, bytes);
  const { id } = data.createUpload.image;
  expect(await look(own, 'Image', id)).toEqual({ picture: null, medium: null, full: null });
  await own.run('mutation ($id: ID!) { completeUpload(imageId: $id) { __typename } }', { id });
  expect(await measured(await look(own, 'Image', id))).toEqual([
    ['webp', 320, 80],
    ['webp', 1024, 256],
    ['png', 1600, 400],
  ]);
  expect(await measured(await look(own, 'Image', await uploadImage(api, own)))).toEqual([
    ['webp', 32, 32],
    ['webp', 32, 32],
    ['png', 32, 32],
  ]);
});

test('a page that asks again is given the same addresses, so that it has the pictures already', async () => {
  const id = await uploadImage(api, own);
  const [first, second] = [await look(own, 'Image', id), await look(own, 'Image', id)];
  // Unless ten minutes have just begun.
  const isSame = second['picture']!.expiresAt === first['picture']!.expiresAt;
  expect(second['picture']!.url === first['picture']!.url).toBe(isSame);
  const { headers } = await fetch(first['picture']!.url);
  expect(Number(/max-age=(\d+)/.exec(headers.get('cache-control')!)![1])).toBeGreaterThan(14 * 60);
});

/** A token whose picture was stored before there were sizes. */
async function oldToken(person: Person, libraryId: string, name = 'old', isThere = true): Promise<[string, string]> {
  const key = tokenPreviewKey(decodeId('Organization', person.organizationId), crypto.randomUUID() as never, 'color');
  if (isThere) await api.services.store.put(key, await drawing(640, 640), 1e6);
  return [await addToken(api, person, libraryId, name, { previewKey: key }), key];
}

const sizesOf = async (table: string, id: string): Promise<PictureSizes | null> =>
  (await api.admin.query(`select picture_sizes from facet.${table} where id = $1`, [id])).rows[0].picture_sizes;

test('a picture of before is made smaller when somebody first asks, of a granted token too, and then is there', async () => {
  const libraryId = await createLibrary(own, 'of before');
  const [id, key] = await oldToken(own, libraryId);
  await grantTo(own, libraryId, other);
  expect(await sizesOf('attribute_token', decodeId('Token', id))).toBeNull();
  expect(await measured(await look(other, 'Token', id))).toEqual([
    ['webp', 320, 320],
    ['webp', 640, 640],
    ['png', 640, 640],
  ]);
  expect(await sizesOf('attribute_token', decodeId('Token', id))).toEqual({
    small: [320, 320],
    medium: [640, 640],
    full: [640, 640],
  });
  // What is noted is not made again.
  await api.services.store.delete(key);
  expect(await measured({ small: (await look(own, 'Token', id))['picture']! })).toEqual([['webp', 320, 320]]);
});

test('a page of many pictures of before has them all', async () => {
  const libraryId = await createLibrary(own, 'many of before');
  for (let i = 0; i < 30; i++) await oldToken(own, libraryId, `old ${i}`);
  const { data, errors } = await own.run(
    `query ($id: ID!) { tokens(libraryId: $id, first: 50) { edges { node { picture { width } } } } }`,
    { id: libraryId },
  );
  expect(errors).toEqual([]);
  expect(data.tokens.edges.map(({ node }: { node: { picture: object } }) => node.picture)).toEqual(
    Array.from({ length: 30 }, () => ({ width: 320 })),
  );
});

test('a picture that is lost or broken is none, and the page has the others', async () => {
  const libraryId = await createLibrary(own, 'lost');
  const [lost] = await oldToken(own, libraryId, 'lost', false);
  const [broken, key] = await oldToken(own, libraryId, 'broken');
  await api.services.store.put(key, Buffer.from('no picture'), 100);
  const [whole] = await oldToken(own, libraryId, 'whole');
  const { data, errors } = await own.run(
    `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Token { name picture { width } } } }`,
    { ids: [lost, broken, whole] },
  );
  expect(errors).toEqual([]);
  expect(data.nodes).toEqual([
    { name: 'lost', picture: null },
    { name: 'broken', picture: null },
    { name: 'whole', picture: { width: 320 } },
  ]);
});

test('pictures of compositions, of inversions and of their pieces are there in sizes, those of before too', async () => {
  const organizationId = decodeId('Organization', own.organizationId);
  const inside = <R>(use: Parameters<typeof api.services.database.withOrganization<R>>[1]): Promise<R> =>
    api.services.database.withOrganization(organizationId, use);
  const libraryId = await createLibrary(own, 'drawn');
  const tokenId = await addToken(api, own, libraryId);
  const composition = decodeId('Composition', (await own.run(COMPOSE, { tokenId })).data.composeImages.id);
  const storageKey = outputKey(organizationId, composition, 0);
  const png = await drawing(512, 384);
  await api.services.store.put(storageKey, png, png.length);
  const size = { width: 512, height: 384, bytes: png.length, sha256: 'e'.repeat(64) };
  await inside(async (t) => {
    await claimRun(t, 'composition', composition);
    for (const index of [0, 1])
      await addOutput(t, composition, { index, seed: index, storageKey, ...size, holdsTokens: index === 0 });
    await finishComposition(t, composition);
  });
  const inversion = (await own.run(START, { imageId: await uploadImage(api, own), libraryId })).data.startInversion.id;
  const id = decodeId('Inversion', inversion);
  const preview = previewKey(organizationId, id, 10);
  await api.services.store.put(preview, png, png.length);
  await inside(async (t) => {
    await claimRun(t, 'inversion', id);
    const piece = { segment: 1, step: 10, storageKey: 'x', bytes: 1, sha256: 'x' };
    await saveCheckpoint(t, id, { ...piece, previewKey: preview });
    await reportInversion(t, id, { done: 10, previewKey: preview });
  });
  const { data, errors } = await own.run(
    `query ($composition: ID!, $inversion: ID!) {
      outputs(compositionId: $composition) { edges { node { picture { url width height } } } }
      inversion(id: $inversion) { ... on Inversion { picture { url width height } segments { picture(size: MEDIUM) { url width height } } } } }`,
    {
      composition: (await own.run('{ compositions(first: 1) { edges { node { id } } } }')).data.compositions.edges[0]
        .node.id,
      inversion,
    },
  );
  expect(errors).toEqual([]);
  const small = { width: 320, height: 240 };
  expect(data.outputs.edges).toMatchObject([{ node: { picture: small } }, { node: { picture: small } }]);
  expect(data.inversion).toMatchObject({ picture: small, segments: [{ picture: { width: 512, height: 384 } }] });
  for (const { url } of [
    data.outputs.edges[0].node.picture,
    data.inversion.picture,
    data.inversion.segments[0].picture,
  ])
    expect((await sharp(await fetched({ url } as Picture)).metadata()).format).toBe('webp');
  const { rows } = await api.admin.query('select picture_sizes from facet.checkpoint where inversion_id = $1', [id]);
  expect(rows).toEqual([{ picture_sizes: { small: [320, 240], medium: [512, 384], full: [512, 384] } }]);
});

test('a deleted picture leaves no size behind', async () => {
  const id = await uploadImage(api, own);
  const { rows } = await api.admin.query('select storage_key from facet.image where id = $1', [decodeId('Image', id)]);
  const key = rows[0].storage_key as string;
  await api.services.store.head(sizedKey(key, 'small'));
  await own.run('mutation ($id: ID!) { deleteImage(imageId: $id) { __typename } }', { id });
  const due = await api.admin.query('select key from facet.storage_deletion where key like $1', [
    `${key.slice(0, -'.png'.length)}%`,
  ]);
  expect(due.rows.map((row: { key: string }) => row.key).toSorted()).toEqual(pictureKeys(key).toSorted());
});

test('a picture and a library say who made them, to members; an output when it was drawn and how large its file is', async () => {
  const [imageId, libraryId] = [await uploadImage(api, own), await createLibrary(own, 'mine alone')];
  const MADE = '{ createdBy { email } createdAt }';
  const { data } = await own.run(
    `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Image ${MADE} ... on Library ${MADE} }
      outputs(first: 1) { edges { node { bytes createdAt } } } }`,
    { ids: [imageId, libraryId] },
  );
  for (const node of data.nodes) expect(node).toMatchObject({ createdBy: { email: own.email } });
  expect(data.outputs.edges[0].node).toEqual({ bytes: expect.any(Number), createdAt: expect.any(String) });
  await grantTo(own, libraryId, other);
  const seen = await other.run('query ($id: ID!) { node(id: $id) { ... on Library { name createdBy { email } } } }', {
    id: libraryId,
  });
  expect(seen.data.node).toEqual({ name: 'mine alone', createdBy: null });
});
