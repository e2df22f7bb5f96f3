import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, localBench, s3Bench } from '../test/stores.ts';
import { collect } from './bytes.ts';

const MB = 1 << 20;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const code = (expected: string): object => expect.objectContaining({ name: 'StorageError', code: expected });

async function* pieces(...parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}

describe.each([
  ['a local folder', localBench],
  ['S3', s3Bench],
])('%s', (_, open) => {
  let bench: Bench;
  let store: Bench['store'];
  beforeAll(async () => {
    bench = await open();
    store = bench.store;
  });
  afterAll(() => bench?.close());

  it('gives back what was put, with its size, type and time', async () => {
    expect(await store.put('a/picture.png', bytes('pixels'), 6)).toBe(6);
    const { info, body } = await store.get('a/picture.png');
    expect(await collect(body, info.sizeBytes)).toEqual(bytes('pixels'));
    expect(info).toMatchObject({ key: 'a/picture.png', sizeBytes: 6, contentType: 'image/png' });
    expect(Math.abs(info.modifiedAt.getTime() - Date.now())).toBeLessThan(10 * 60_000);
    expect(await store.head('a/picture.png')).toEqual(info);
  });

  it('keeps bytes as they are, streamed in pieces and over several S3 parts', async () => {
    const parts = Array.from({ length: 13 }, () => randomBytes(MB));
    expect(await store.put('a/large.safetensors', pieces(...parts), 13 * MB)).toBe(13 * MB);
    expect(Buffer.compare(await store.getBytes('a/large.safetensors', 13 * MB), Buffer.concat(parts))).toBe(0);
    expect((await store.head('a/large.safetensors')).contentType).toBe('application/octet-stream');
  });

  it('takes an object of no bytes, whole and as a stream', async () => {
    await store.put('a/nothing.json', new Uint8Array(), 10);
    expect(await store.getBytes('a/nothing.json', 10)).toHaveLength(0);
    await store.put('a/nothing.json', pieces(), 10);
    expect(await store.getBytes('a/nothing.json', 10)).toHaveLength(0);
  });

  it('replaces an object, and keeps the old one when the new one is too large or its source fails', async () => {
    await store.put('a/again.png', bytes('old'), 100);
    await store.put('a/again.png', bytes('new'), 100);
    await expect(store.put('a/again.png', bytes('12345'), 4)).rejects.toEqual(code('too-large'));
    await expect(store.put('a/again.png', pieces(bytes('123'), bytes('45')), 4)).rejects.toEqual(code('too-large'));
    await expect(store.put('a/again.png', pieces(...Array(7).fill(randomBytes(MB))), 6 * MB)).rejects.toEqual(
      code('too-large'),
    );
    const broken = Readable.from(
      (async function* () {
        yield bytes('half');
        throw new Error('The client went away.');
      })(),
    );
    await expect(store.put('a/again.png', broken, 100)).rejects.toThrow('The client went away.');
    expect(await store.getBytes('a/again.png', 100)).toEqual(bytes('new'));
  });

  it('never shows a half-written object, neither by its key nor in a list', async () => {
    const halfWritten = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const slow = (async function* () {
      yield randomBytes(6 * MB);
      halfWritten.resolve();
      await goOn.promise;
      yield randomBytes(6 * MB);
    })();
    const writing = store.put('half/slow.bin', slow, 12 * MB);
    await halfWritten.promise;
    expect((await store.list('half/', 10)).objects).toEqual([]);
    expect((await store.list('', 1000)).objects.map(({ key }) => key)).not.toContain('half/slow.bin');
    await expect(store.head('half/slow.bin')).rejects.toEqual(code('not-found'));
    goOn.resolve();
    await writing;
    expect((await store.list('half/', 10)).objects).toMatchObject([{ key: 'half/slow.bin', sizeBytes: 12 * MB }]);
  });

  it('refuses to read more bytes than the caller allows', async () => {
    await store.put('a/six.bin', bytes('123456'), 10);
    await expect(store.getBytes('a/six.bin', 5)).rejects.toEqual(code('too-large'));
    expect(await store.getBytes('a/six.bin', 6)).toEqual(bytes('123456'));
  });

  it('says not-found for what is not there or was deleted, and deletes twice without complaint', async () => {
    await store.put('a/short-lived.png', bytes('x'), 1);
    await store.delete('a/short-lived.png');
    await store.delete('a/short-lived.png');
    for (const key of ['a/short-lived.png', 'never/was.png']) {
      await expect(store.get(key)).rejects.toEqual(code('not-found'));
      await expect(store.getBytes(key, 10)).rejects.toEqual(code('not-found'));
      await expect(store.head(key)).rejects.toEqual(code('not-found'));
      await expect(store.copy(key, 'a/copy.png')).rejects.toEqual(code('not-found'));
    }
  });

  it('lists a folder in pages, in the order of whole keys, and nothing beside it', async () => {
    const keys = ['l/a-b.png', 'l/a/b.png', 'l/a/c/d.png', 'l/a.png', 'l/a0.png', 'l/b.png', 'l/z/z.png'];
    for (const key of [...keys, 'l2/other.png', 'k.png']) await store.put(key, bytes(key), 100);
    const inOrder = keys.toSorted();
    for (const limit of [1, 2, 3, 7, 1000]) {
      const seen: string[] = [];
      let cursor: string | undefined;
      let pages = 0;
      do {
        const page = await store.list('l/', limit, cursor);
        expect(page.objects.length).toBeLessThanOrEqual(limit);
        seen.push(...page.objects.map(({ key }) => key));
        cursor = page.cursor;
        pages++;
      } while (cursor !== undefined);
      expect(seen).toEqual(inOrder);
      expect(pages).toBe(Math.ceil(keys.length / limit));
    }
    expect((await store.list('l/a/', 10)).objects.map(({ key }) => key)).toEqual(['l/a/b.png', 'l/a/c/d.png']);
    expect(await store.list('no/such/', 10)).toEqual({ objects: [] });
    await expect(store.list('l', 10)).rejects.toEqual(code('bad-key'));
    await expect(store.list('../', 10)).rejects.toEqual(code('bad-key'));
    await expect(store.list('l/', 1001)).rejects.toEqual(code('misconfigured'));
  });

  it('copies over what is there, and gives the copy the type of its own key', async () => {
    await store.put('c/from.png', bytes('pixels'), 100);
    await store.put('c/to.webp', bytes('other'), 100);
    await store.copy('c/from.png', 'c/to.webp');
    await store.delete('c/from.png');
    expect(await store.getBytes('c/to.webp', 100)).toEqual(bytes('pixels'));
    expect(await store.head('c/to.webp')).toMatchObject({ contentType: 'image/webp' });
  });

  it.each([
    '../x.png',
    '/etc/passwd.txt',
    'a/../b.png',
    'a//b.png',
    'a\\b.png',
    'a\0.png',
    'A.png',
    '.partial/x.png',
    'x',
  ])('refuses the key %j everywhere', async (key) => {
    const refused = code('bad-key');
    await expect(store.put(key, bytes('x'), 1)).rejects.toEqual(refused);
    await expect(store.get(key)).rejects.toEqual(refused);
    await expect(store.getBytes(key, 1)).rejects.toEqual(refused);
    await expect(store.head(key)).rejects.toEqual(refused);
    await expect(store.delete(key)).rejects.toEqual(refused);
    await expect(store.copy(key, 'a/b.png')).rejects.toEqual(refused);
    await expect(store.copy('a/b.png', key)).rejects.toEqual(refused);
    await expect(store.signUpload(key, 1, 60)).rejects.toEqual(refused);
    await expect(store.signDownload(key, { expiresInSeconds: 60, fileName: 'x' })).rejects.toEqual(refused);
  });

  it('says unavailable and retryable while the storage is away, and has everything when it is back', async () => {
    await store.put('f/before.png', bytes('before'), 100);
    await bench.fail();
    const failing = expect.objectContaining({ code: 'unavailable', retryable: true });
    await expect(store.put('f/during.png', bytes('x'), 1)).rejects.toEqual(failing);
    await expect(store.put('f/during.png', pieces(bytes('x')), 1)).rejects.toEqual(failing);
    const large = pieces(...Array.from({ length: 7 }, () => randomBytes(MB)));
    await expect(store.put('f/during.png', large, 7 * MB)).rejects.toEqual(failing);
    await expect(store.get('f/before.png')).rejects.toEqual(failing);
    await expect(store.head('f/before.png')).rejects.toEqual(failing);
    await expect(store.delete('f/before.png')).rejects.toEqual(failing);
    await expect(store.list('f/', 10)).rejects.toEqual(failing);
    await expect(store.copy('f/before.png', 'f/after.png')).rejects.toEqual(failing);
    await bench.recover();
    expect(await store.getBytes('f/before.png', 100)).toEqual(bytes('before'));
    await expect(store.head('f/during.png')).rejects.toEqual(code('not-found'));
  });
});
