import { imageKey } from '@facet/contracts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { decodeId } from '../src/ids.ts';
import { startApi, type TestApi } from './api.ts';
import { signUp, type Person } from './client.ts';
import { CREATE_UPLOAD, picture, uploadImage } from './make.ts';

let api: TestApi;
let own: Person;
let ownUrl: URL;
let otherUrl: URL;
beforeAll(async () => {
  api = await startApi();
  own = await signUp(api);
  const other = await signUp(api);
  const fileOf = async (person: Person): Promise<URL> => {
    const id = await uploadImage(api, person);
    const { data } = await person.run(
      'query ($id: ID!) { image(id: $id) { ... on Image { file { url } thumbnail { url } } } }',
      { id },
    );
    return new URL(data.image.file.url);
  };
  ownUrl = await fileOf(own);
  otherUrl = await fileOf(other);
});
afterAll(() => api.close());

const statusOf = async (url: URL, init?: RequestInit): Promise<number> => (await fetch(url, init)).status;

/** The address with something changed. */
function changed(change: (url: URL) => void): URL {
  const url = new URL(ownUrl);
  change(url);
  return url;
}

test('an address gives the file it was signed for, to whoever has it, with no cookie asked for', async () => {
  expect(await statusOf(ownUrl)).toBe(200);
  expect(await statusOf(otherUrl)).toBe(200);
});

test.each<[string, (url: URL) => void]>([
  ["another organisation's key", (url) => (url.pathname = otherUrl.pathname)],
  [
    "another organisation's prefix",
    (url) =>
      (url.pathname = url.pathname.replace(
        /organizations\/[^/]+/,
        otherUrl.pathname.match(/organizations\/[^/]+/)![0],
      )),
  ],
  ['a way up and down again', (url) => (url.pathname = url.pathname.replace('/images/', '/images/../images/../../'))],
  ['an encoded way up', (url) => (url.href = url.href.replace('/images/', '/%2e%2e/images/'))],
  ['another file name', (url) => url.searchParams.set('name', 'x.html')],
  ['another disposition', (url) => url.searchParams.set('disposition', 'attachment')],
  ['a later end', (url) => url.searchParams.set('expires', String(Number(url.searchParams.get('expires')) + 3600))],
  ['a term more', (url) => url.searchParams.set('size', '10')],
  ['no signature', (url) => url.searchParams.delete('signature')],
  ["another address's signature", (url) => url.searchParams.set('signature', otherUrl.searchParams.get('signature')!)],
])('an address with %s is refused', async (_what, change) => {
  expect(await statusOf(changed(change))).toBe(403);
});

test('an address to read from cannot be written to, and one to write to cannot be read from', async () => {
  const bytes = picture();
  const headers = { 'content-type': 'image/png' };
  expect(await statusOf(ownUrl, { method: 'PUT', headers, body: bytes })).toBe(403);
  expect(await statusOf(ownUrl, { method: 'DELETE' })).toBe(405);
  const { data } = await own.run(CREATE_UPLOAD, { name: 'cat', bytes: bytes.length, key: null });
  const upload = new URL(data.createUpload.url);
  expect(await statusOf(upload)).toBe(403);
  const elsewhere = new URL(upload);
  elsewhere.pathname = otherUrl.pathname;
  expect(await statusOf(elsewhere, { method: 'PUT', headers, body: bytes })).toBe(403);
  // What is there is still there.
  expect(await statusOf(otherUrl)).toBe(200);
});

test('an address ends', async () => {
  const key = imageKey(
    decodeId('Organization', own.organizationId),
    decodeId('Image', await uploadImage(api, own)),
    'x',
  );
  await api.services.store.put(key, picture(), 1000);
  const { url, expiresAt } = await api.services.store.signDownload(key, { expiresInSeconds: 1, fileName: 'x.png' });
  await vi.waitUntil(() => Date.now() > expiresAt.getTime(), 10_000);
  const answer = await fetch(url);
  expect([answer.status, ((await answer.json()) as { error: { code: string } }).error.code]).toEqual([403, 'expired']);
});

test('a page of addresses is of the caller: no answer to one organisation holds a key of another', async () => {
  const { text } = await own.run('{ images { edges { node { file { url } thumbnail { url } } } } }');
  const prefixes = new Set([...text.matchAll(/organizations\/[^/]+/g)].map(([prefix]) => prefix));
  expect([...prefixes]).toEqual([`organizations/${decodeId('Organization', own.organizationId)}`]);
});
