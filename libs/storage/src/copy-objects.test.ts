import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localBench, s3Bench } from '../test/stores.ts';
import { copyObjects } from './copy-objects.ts';
import { openLocalStore } from './local/open.ts';

let local: Awaited<ReturnType<typeof localBench>>;
let s3: Awaited<ReturnType<typeof s3Bench>>;
beforeAll(async () => {
  [local, s3] = [await localBench(), await s3Bench()];
});
afterAll(async () => {
  await local?.close();
  await s3?.close();
});

const bytesOf = (n: number): Uint8Array => new Uint8Array(n % 300).fill(n % 256);

test('all objects go from a folder into a bucket and back into another folder, byte for byte, more than a page of them too', async () => {
  const keys = Array.from({ length: 1_050 }, (_, n) => `org-${n % 3}/images/${n}.png`);
  for (const [n, key] of keys.entries()) await local.store.put(key, bytesOf(n), 300);
  const total = { objects: keys.length, bytes: keys.reduce((sum, _, n) => sum + (n % 300), 0) };
  expect(await copyObjects(local.store, s3.store)).toEqual(total);

  const folder = await mkdtemp(join(tmpdir(), 'facet-copy-'));
  const back = await openLocalStore(folder, local.links);
  expect(await copyObjects(s3.store, back)).toEqual(total);
  for (const [n, key] of keys.entries()) expect(await back.getBytes(key, 300)).toEqual(bytesOf(n));
  await rm(folder, { recursive: true });
});

test('an object that is deleted between the list and its copy is passed over', async () => {
  const [one, two] = [await localBench(), await localBench()];
  for (const key of ['a/1.png', 'a/2.png']) await one.store.put(key, new Uint8Array(3), 3);
  const { store } = one;
  const vanishing = new Proxy(store, {
    get: (_, name) =>
      name === 'list'
        ? async (...asked: Parameters<typeof store.list>) => {
            const page = await store.list(...asked);
            await store.delete('a/1.png');
            return page;
          }
        : (store[name as keyof typeof store] as () => unknown).bind(store),
  });
  expect(await copyObjects(vanishing, two.store)).toEqual({ objects: 1, bytes: 3 });
  await one.close();
  await two.close();
});
