import { OrganizationId } from '@facet/contracts';
import { drawing, manyProfiles, phonePhoto } from '@facet/intake/corpus';
import { writeSafetensors } from '@facet/safetensors';
import { randomUUID } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Viewer } from '../src/auth/viewer.ts';
import { startApi, type TestApi } from './api.ts';
import { signUp, type Answer, type Person } from './client.ts';
import { createLibrary, offerModel, put, putTokenFile } from './make.ts';

let api: TestApi;
let narrow: TestApi;
beforeAll(async () => {
  // What is tried here are the turns of files; those of a person's requests come before them, and are wider than usual.
  const wide = { FACET_REQUESTS_PER_PERSON: '8' };
  api = await startApi(wide);
  narrow = await startApi({ ...wide, FACET_READERS: '1', FACET_READ_WAITING_EACH: '3' });
});
beforeEach(async () => void (await offerModel(api)));
afterAll(async () => {
  await api.close();
  await narrow.close();
});

const CREATE = `mutation ($type: PictureType!, $bytes: Int!) { createUpload(name: "x", type: $type, bytes: $bytes) {
  ... on ImageUpload { image { id } url headers { name value } } } }`;
const COMPLETE = `mutation ($id: ID!) { completeUpload(imageId: $id) {
  __typename ... on Image { width height } ... on PictureRefusedError { reason } } }`;
const IMPORT = `mutation ($upload: ID!, $library: ID!) {
  importTokens(uploadId: $upload, libraryId: $library, name: "x", word: "cat", allowPickle: true) {
    __typename ... on TokenFileError { reason message } } }`;

async function upload(person: Person, bytes: Uint8Array, type = 'IMAGE_PNG'): Promise<string> {
  const { createUpload } = (await person.run(CREATE, { type, bytes: bytes.length })).data;
  await put(createUpload, bytes);
  return createUpload.image.id;
}
const complete = (person: Person, id: string): Promise<Answer> => person.run(COMPLETE, { id });

/** How many requests of somebody else, one after the other, are answered while `work` is. */
async function answeredDuring(work: Promise<unknown>, neighbour: Person): Promise<number> {
  let isDone = false;
  const ending = work.finally(() => (isDone = true));
  let answered = 0;
  const ask = async (): Promise<void> => {
    await neighbour.run('{ viewer { __typename } }');
    if (isDone) return;
    answered++;
    await ask();
  };
  await Promise.all([ending, ask()]);
  return answered;
}

/** Little-endian, as zip files write numbers. */
const zipNumber = (value: number, bytes: 2 | 4): Buffer => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(value, 0, bytes);
  return buffer;
};

/** A zip of one file that unpacks to 1.5 GB and says that it has a kilobyte (APPNOTE 4.3). */
function lyingZip(): Buffer {
  const piece = deflateRawSync(Buffer.alloc(1_000_000), { finishFlush: 2 });
  const data = Buffer.concat(Array<Buffer>(1500).fill(piece));
  const name = Buffer.from('a/data.pkl');
  const facts = [
    zipNumber(0, 4),
    zipNumber(0, 4),
    zipNumber(data.length, 4),
    zipNumber(1000, 4),
    zipNumber(name.length, 2),
  ];
  const local = Buffer.concat([
    Buffer.from('PK\x03\x04\x14\0\0\0\x08\0', 'latin1'),
    ...facts,
    zipNumber(0, 2),
    name,
    data,
  ]);
  const entry = Buffer.concat([
    Buffer.from('PK\x01\x02\x14\0\x14\0\0\0\x08\0', 'latin1'),
    ...facts,
    Buffer.alloc(16),
    name,
  ]);
  const end = [
    zipNumber(1, 2),
    zipNumber(1, 2),
    zipNumber(entry.length, 4),
    zipNumber(local.length, 4),
    zipNumber(0, 2),
  ];
  return Buffer.concat([local, entry, Buffer.from('PK\x05\x06\0\0\0\0', 'latin1'), ...end]);
}

const stored = (pickle: string): Buffer => Buffer.from(`\x80\x02${pickle}`, 'latin1');
const header = (keys: number): Uint8Array =>
  writeSafetensors(
    new Map(Array.from({ length: keys }, (_, i) => [`k${i}`, { dims: [0], data: new Float32Array(0) }] as const)),
  );

test('a PNG of 1,021 profiles of 4 MB is taken, and others are answered meanwhile', async () => {
  const [person, neighbour] = [await signUp(api), await signUp(api)];
  const ids = [];
  for (let i = 0; i < 4; i++) ids.push(await upload(person, manyProfiles()));
  const all = Promise.all(ids.map((id) => complete(person, id)));
  expect(await answeredDuring(all, neighbour)).toBeGreaterThan(0);
  for (const { data } of await all) expect(data.completeUpload).toMatchObject({ __typename: 'Image' });
});

test('a photograph of 48 megapixels is kept with 25, and others are answered meanwhile', async () => {
  const [person, neighbour] = [await signUp(api), await signUp(api)];
  const work = complete(person, await upload(person, await phonePhoto(), 'IMAGE_JPEG'));
  expect(await answeredDuring(work, neighbour)).toBeGreaterThan(0);
  const { width, height } = (await work).data.completeUpload;
  expect([width < height, width * height <= 25_000_000]).toEqual([true, true]);
});

test.each([
  ['a zip that unpacks to 1.5 GB and says a kilobyte', lyingZip, 'compressed'],
  ['a pickle of two million marks', () => stored(`${'('.repeat(2e6)}${'t'.repeat(2e6)}.`), 'opcodes'],
  ['a header of 60,000 keys', () => header(60_000), '60000 tensors'],
])('%s is refused as a token file, and others are answered meanwhile', async (_, make, message) => {
  const [person, neighbour] = [await signUp(api), await signUp(api)];
  const library = await createLibrary(person);
  const uploads = [];
  for (let i = 0; i < 4; i++) uploads.push(await putTokenFile(person, make()));
  const all = Promise.all(uploads.map((each) => person.run(IMPORT, { upload: each, library })));
  expect(await answeredDuring(all, neighbour)).toBeGreaterThan(0);
  for (const { data } of await all) {
    expect(data.importTokens).toMatchObject({ __typename: 'TokenFileError' });
    expect(data.importTokens.message).toContain(message);
  }
});

/** Keeps the only reader busy until it is let go; files that come meanwhile wait. */
function holdReader(): { waiting: () => number; release: () => void } {
  const { foreignFiles } = narrow.services;
  const { promise, resolve } = Promise.withResolvers<void>();
  const nobody = { organizationId: OrganizationId.parse(randomUUID()) } as Viewer;
  void foreignFiles.inTurn(nobody, 'read', () => promise);
  return { waiting: () => foreignFiles.waiting, release: resolve };
}

test('one who sends many pictures makes another wait for the first of them, and no more', async () => {
  const [many, one] = [await signUp(narrow), await signUp(narrow)];
  const photo = await drawing().resize(300, 200).png().toBuffer();
  const ids = [];
  for (let i = 0; i < 3; i++) ids.push(await upload(many, photo));
  const single = await upload(one, photo);
  const reader = holdReader();
  const done: string[] = [];
  const ends = (who: string, work: Promise<Answer>): Promise<unknown> => work.then(() => done.push(who));
  const all = ids.map((id) => ends('many', complete(many, id)));
  await expect.poll(reader.waiting).toBe(3);
  all.push(ends('one', complete(one, single)));
  await expect.poll(reader.waiting).toBe(4);
  reader.release();
  await Promise.all(all);
  expect(done.indexOf('one')).toBeLessThanOrEqual(1);
});

test('more than may wait is refused with 503 and Retry-After, changes nothing, and is taken later', async () => {
  const [many, one] = [await signUp(narrow), await signUp(narrow)];
  const photo = await drawing().png().toBuffer();
  const ids = [];
  for (let i = 0; i < 6; i++) ids.push(await upload(many, photo));
  const single = await upload(one, photo);
  const reader = holdReader();
  const first = ids.slice(0, 3).map((id) => complete(many, id));
  await expect.poll(reader.waiting).toBe(3);
  for (const id of ids.slice(3)) {
    const { status, headers, errors } = await complete(many, id);
    const { code, retryAfterSeconds } = errors[0]!.extensions;
    expect([status, code, headers.get('retry-after')]).toEqual([503, 'BUSY', String(retryAfterSeconds)]);
  }
  const neighbour = complete(one, single);
  await expect.poll(reader.waiting).toBe(4);
  reader.release();
  for (const { data } of await Promise.all([neighbour, ...first])) expect(data.completeUpload.__typename).toBe('Image');
  for (const id of ids) expect((await complete(many, id)).data.completeUpload.__typename).toBe('Image');
});
