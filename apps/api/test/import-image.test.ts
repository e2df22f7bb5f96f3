import { pictureKeys } from '@facet/contracts';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';
import { signUp, type Person } from './client.ts';
import { picture } from './make.ts';

let api: TestApi;
let strict: TestApi;
let person: Person;
let server: Server;
let asked: string[];

const files: Record<string, { status?: number; headers?: Record<string, string>; body?: Uint8Array | string }> = {
  '/cat.png': { body: picture() },
  '/moved': { status: 302, headers: { location: '/cat.png' } },
  '/inwards': { status: 302, headers: { location: 'http://127.0.0.2/cat.png' } },
  '/page.html': { body: '<html></html>' },
  '/missing': { status: 404, body: 'nothing' },
  '/large': { body: Buffer.alloc(20_000_001) },
};

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url!);
    const { status = 200, headers = {}, body = '' } = files[request.url!] ?? { status: 404 };
    response.writeHead(status, headers).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  api = await startApi({ FACET_ALLOW_ADDRESSES: '127.0.0.1/32' });
  strict = await startApi();
  person = await signUp(api);
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await api.close();
  await strict.close();
});
beforeEach(() => void (asked = []));

const urlOf = (path: string): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;

const IMPORT = `mutation ($url: String!, $name: String!, $key: String) { importImage(url: $url, name: $name, clientMutationKey: $key) {
  __typename ... on Image { id name status width sha256 file { url } thumbnail { url } }
  ... on Error { code message } ... on AddressRefusedError { reason } ... on PictureRefusedError { reason } } }`;
const take = async (path: string, key?: string, who: Person = person) =>
  (await who.run(IMPORT, { url: urlOf(path), name: 'cat', key })).data.importImage;

test('a picture is fetched from its address, also over a redirect, and can be downloaded from ours', async () => {
  for (const path of ['/cat.png', '/moved']) {
    const image = await take(path);
    expect(image).toMatchObject({ __typename: 'Image', name: 'cat', status: 'READY', width: 32 });
    expect((await fetch(image.file.url)).status).toBe(200);
    expect((await fetch(image.thumbnail.url)).headers.get('content-type')).toBe('image/webp');
  }
});

test('the same clientMutationKey gives the same image and fetches once; with another address it is refused', async () => {
  const first = await take('/cat.png', 'once');
  const second = await take('/cat.png', 'once');
  expect(second.id).toBe(first.id);
  expect(asked).toEqual(['/cat.png']);
  expect(await take('/moved', 'once')).toMatchObject({ code: 'MUTATION_KEY_REUSED' });
});

test('two requests with one key at the same time make one image and leave no files of another', async () => {
  const [first, second] = await Promise.all([take('/cat.png', 'race'), take('/cat.png', 'race')]);
  expect(second.id).toBe(first.id);
  const { rows } = await api.admin.query<{ storage_key: string }>('select storage_key from facet.image');
  const kept = rows.flatMap((row) => pictureKeys(row.storage_key)).sort();
  const { objects } = await api.services.store.list('organizations/', 1000);
  expect(
    objects
      .map(({ key }) => key)
      .filter((key) => key.includes('/images/'))
      .sort(),
  ).toEqual(kept);
});

test.each([
  ['/missing', 'AddressRefusedError', 'status', '404'],
  ['/large', 'AddressRefusedError', 'too-large', '20000000'],
  ['/inwards', 'AddressRefusedError', 'forbidden-address', '127.0.0.2'],
  ['/page.html', 'PictureRefusedError', 'unsupported-format', 'XML'],
])('what is at %s is refused with a reason, and leaves no image', async (path, type, reason, words) => {
  const before = (await person.run('{ images { totalCount } }')).data.images.totalCount;
  const answer = await take(path);
  expect(answer).toMatchObject({ __typename: type, reason });
  expect(answer.message).toContain(words);
  expect((await person.run('{ images { totalCount } }')).data.images.totalCount).toBe(before);
});

test('without the setting our own network is refused, in words for people, before anything is asked there', async () => {
  const someone = await signUp(strict);
  const local = await take('/cat.png', undefined, someone);
  expect(local).toMatchObject({ code: 'ADDRESS_REFUSED', reason: 'scheme' });
  const { data } = await someone.run(IMPORT, { url: 'https://127.0.0.1/cat.png', name: 'cat' });
  expect(data.importImage).toMatchObject({
    reason: 'forbidden-address',
    message: '127.0.0.1 is not, or not only, on the public internet; use an address that everybody can reach.',
  });
  expect(asked).toEqual([]);
});

test('a fetched picture counts against the quota of uploads', async () => {
  const someone = await signUp(api);
  const used = async () =>
    (await someone.run('{ usage { kind used } }')).data.usage.find(
      (row: { kind: string }) => row.kind === 'UPLOAD_BYTES',
    ).used;
  expect(await used()).toBe(0);
  await take('/cat.png', undefined, someone);
  expect(await used()).toBe(picture().length);
});
