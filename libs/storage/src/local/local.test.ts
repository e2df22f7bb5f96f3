import { mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../environment.ts';
import { createLinks } from '../links/links.ts';

const links = createLinks('a secret of the tests, long enough', 'http://localhost/files');

describe('a local folder', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'facet-storage-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is the default, and holds plain files under their keys', async () => {
    const store = await openStore({}, folder, links);
    await store.put('org/images/a.png', Buffer.from('pixels'), 10);
    expect(await readFile(join(folder, 'org/images/a.png'), 'utf8')).toBe('pixels');
  });

  it('is for the user who runs the service alone, every folder and every file', async () => {
    const own = join(folder, 'made');
    const store = await openStore({}, own, links);
    await store.put('org/images/a.png', Buffer.from('pixels'), 10);
    await store.copy('org/images/a.png', 'org/images/b.png');
    const paths = ['', ...(await readdir(own, { recursive: true }))];
    expect(paths).toHaveLength(6);
    for (const path of paths) expect([path, (await stat(join(own, path))).mode & 0o077]).toEqual([path, 0]);
    await rm(own, { recursive: true });
  });

  it('keeps nothing of a write that failed', async () => {
    const store = await openStore({}, folder, links);
    await expect(store.put('org/images/b.png', Buffer.from('pixels'), 5)).rejects.toMatchObject({ code: 'too-large' });
    expect(await readdir(join(folder, '.partial'))).toEqual([]);
    expect(await readdir(join(folder, 'org/images'))).toEqual(['a.png']);
  });

  it('removes what a process that died left a day ago, and leaves what is being written', async () => {
    const [old, fresh] = [join(folder, '.partial/old'), join(folder, '.partial/fresh')];
    for (const path of [old, fresh]) await writeFile(path, 'half');
    const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000);
    await utimes(old, yesterday, yesterday);
    const store = await openStore({}, folder, links);
    expect(await readdir(join(folder, '.partial'))).toEqual(['fresh']);
    expect((await store.list('', 10)).objects.map(({ key }) => key)).toEqual(['org/images/a.png']);
  });

  it('says which folder cannot be made', async () => {
    const path = join(folder, 'org/images/a.png/below-a-file');
    await expect(openStore({}, path, links)).rejects.toMatchObject({
      code: 'misconfigured',
      message: expect.stringContaining('below-a-file'),
    });
  });

  it('writes one object from many writers at once, each whole', async () => {
    const store = await openStore({}, folder, links);
    const contents = Array.from({ length: 20 }, (_, i) => Buffer.alloc(100_000, i));
    await Promise.all(contents.map((content) => store.put('race/a.bin', content, 100_000)));
    const winner = await store.getBytes('race/a.bin', 100_000);
    expect(contents.some((content) => content.equals(winner))).toBe(true);
  });
});

describe('the secret of file addresses', () => {
  it('is refused when it is short', () => {
    expect(() => createLinks('short', 'http://localhost/files')).toThrow('at least 32');
  });

  it('decides: an address signed with another one is worth nothing', () => {
    const other = createLinks('another secret, also long enough for it', 'http://localhost/files');
    const { pathname, search } = new URL(other.upload('a/b.png', 1, 60).url);
    expect(() => links.verifyUpload(pathname + search)).toThrow('was not signed here');
  });
});
