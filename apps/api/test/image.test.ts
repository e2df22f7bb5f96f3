import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';
import { signUp, type Person } from './client.ts';
import { CREATE_UPLOAD, picture, uploadImage } from './make.ts';

let api: TestApi;
let person: Person;
beforeAll(async () => {
  api = await startApi();
  person = await signUp(api);
});
afterAll(() => api.close());

const COMPLETE = `mutation ($id: ID!) { completeUpload(imageId: $id) {
  __typename ... on Image { id status width height sha256 file { url } thumbnail { url } }
  ... on Error { code message } ... on PictureRefusedError { reason } } }`;

test('a picture that is put at its signed address becomes an image that can be downloaded', async () => {
  const id = await uploadImage(api, person);
  const { data } = await person.run(
    `query ($id: ID!) { image(id: $id) { ... on Image { status width name file { url } thumbnail { url } } } }`,
    { id },
  );
  expect(data.image).toMatchObject({ status: 'READY', width: 32, name: 'cat' });
  const file = await fetch(data.image.file.url);
  expect(file.status).toBe(200);
  expect(file.headers.get('content-disposition')).toContain('cat.png');
  expect(file.headers.get('x-content-type-options')).toBe('nosniff');
  const thumbnail = await fetch(data.image.thumbnail.url);
  expect(thumbnail.headers.get('content-type')).toBe('image/webp');
});

test('completing an upload again gives the same image', async () => {
  const id = await uploadImage(api, person);
  const first = await person.run(COMPLETE, { id });
  const second = await person.run(COMPLETE, { id });
  expect(second.data.completeUpload.sha256).toBe(first.data.completeUpload.sha256);
});

test('the picture of a second upload is found by its SHA-256, whatever it is called', async () => {
  const other = await signUp(api);
  const ids = [await uploadImage(api, other), await uploadImage(api, other)];
  const find = 'query ($sha256: String) { images(sha256: $sha256) { totalCount edges { node { id } } } }';
  const { data } = await other.run('query ($id: ID!) { image(id: $id) { ... on Image { sha256 } } }', { id: ids[0] });
  const found = await other.run(find, { sha256: data.image.sha256 });
  expect(found.data.images.edges.map(({ node }: { node: { id: string } }) => node.id).toSorted()).toEqual(
    ids.toSorted(),
  );
  expect((await other.run(find, { sha256: '0'.repeat(64) })).data.images.totalCount).toBe(0);
});

test('an upload that nothing was put for cannot be completed', async () => {
  const { data } = await person.run(CREATE_UPLOAD, { name: 'cat', bytes: 100, key: null });
  const { data: answer } = await person.run(COMPLETE, { id: data.createUpload.image.id });
  expect(answer.completeUpload).toMatchObject({ __typename: 'WrongStateError', code: 'WRONG_STATE' });
});

test('a file that is no picture is refused with a reason, and stays refused', async () => {
  const bytes = Buffer.from('GIF89a and more');
  const { data } = await person.run(CREATE_UPLOAD, { name: 'x', bytes: bytes.length, key: null });
  const { image, url, headers } = data.createUpload;
  const sent = Object.fromEntries(headers.map(({ name, value }: { name: string; value: string }) => [name, value]));
  expect((await fetch(url, { method: 'PUT', headers: sent, body: bytes })).status).toBe(200);
  for (let time = 0; time < 2; time++) {
    const { data: answer } = await person.run(COMPLETE, { id: image.id });
    expect(answer.completeUpload).toMatchObject({ __typename: 'PictureRefusedError', reason: 'unsupported-format' });
  }
});

test('the same clientMutationKey gives the same upload, and with other arguments an error', async () => {
  const bytes = picture().length;
  const ask = (name: string) => person.run(CREATE_UPLOAD, { name, bytes, key: 'once' });
  const [first, second, other] = [await ask('a'), await ask('a'), await ask('b')];
  expect(second.data.createUpload.image.id).toBe(first.data.createUpload.image.id);
  expect(other.data.createUpload).toMatchObject({ code: 'MUTATION_KEY_REUSED' });
});

test('a deleted image is gone, and its page no longer counts it', async () => {
  const id = await uploadImage(api, person);
  const count = async (): Promise<number> =>
    (await person.run('{ images(first: 1) { totalCount } }')).data.images.totalCount;
  const before = await count();
  const { data } = await person.run('mutation ($id: ID!) { deleteImage(imageId: $id) { ... on Deleted { id } } }', {
    id,
  });
  expect(data.deleteImage.id).toBe(id);
  expect(await count()).toBe(before - 1);
  expect((await person.run('query ($id: ID!) { node(id: $id) { id } }', { id })).data.node).toBeNull();
});
