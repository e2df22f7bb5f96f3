import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ORIGIN, localBench, s3Bench } from '../test/stores.ts';
import type { ObjectStore } from './types.ts';

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const PIXELS = bytes('pixels');

/** Changes one part of the query, or the path. */
function changed(url: string, change: (url: URL) => void): string {
  const copy = new URL(url);
  change(copy);
  return copy.href;
}

const ofAnotherKey = (url: string): string =>
  changed(url, (copy) => (copy.pathname = copy.pathname.replace('mine', 'secret')));

const until = (date: Date): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, date.getTime() - Date.now()) + 50));

async function s3Direct(): Promise<{ store: ObjectStore; close(): Promise<void> }> {
  const bench = await s3Bench();
  return { store: bench.direct, close: bench.close };
}

describe.each([
  ['a local folder', localBench],
  ['S3', s3Bench],
  ['S3 with direct downloads', s3Direct],
])('signed addresses of %s', (_, open) => {
  let bench: { store: ObjectStore; close(): Promise<void> };
  let store: ObjectStore;
  beforeAll(async () => {
    bench = await open();
    store = bench.store;
  });
  afterAll(() => bench?.close());

  it('take an upload of the signed size and type', async () => {
    const { url, method, headers } = await store.signUpload('up/ok.png', PIXELS.length, 60);
    expect((await fetch(url, { method, headers, body: PIXELS })).status).toBe(200);
    expect(Buffer.from(await store.getBytes('up/ok.png', 100))).toEqual(Buffer.from(PIXELS));
  });

  it('take no upload of another size, another type, or without a length', async () => {
    const { url, method, headers } = await store.signUpload('up/wrong.png', PIXELS.length, 60);
    const stream = new Blob([PIXELS]).stream();
    const answers = [
      await fetch(url, { method, headers, body: bytes('pixels and more') }),
      await fetch(url, { method, headers, body: bytes('pix') }),
      await fetch(url, { method, headers: { 'content-type': 'text/html' }, body: PIXELS }),
      await fetch(url, { method, body: PIXELS }),
      await fetch(url, { method, headers, body: stream, ...({ duplex: 'half' } as const) }),
    ];
    for (const { status } of answers) expect(status).toBeGreaterThanOrEqual(400);
    expect(answers.slice(0, 4).map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    await expect(store.head('up/wrong.png')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('are equal for as long as they are to stay, and work to the end of what they say', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Math.floor(Date.now() / 600_000) * 600_000 });
    try {
      await store.put('steady/a.png', PIXELS, 100);
      const sign = () =>
        store.signDownload('steady/a.png', { expiresInSeconds: 900, steadySeconds: 600, fileName: 'a.png' });
      const first = await sign();
      vi.setSystemTime(Date.now() + 599_000);
      expect(await sign()).toEqual(first);
      expect(first.expiresAt.getTime() - Date.now()).toBeGreaterThanOrEqual(900_000);
      vi.setSystemTime(Date.now() + 1000);
      const next = await sign();
      expect(next.url).not.toBe(first.url);
      expect(next.expiresAt.getTime() - first.expiresAt.getTime()).toBe(600_000);
    } finally {
      vi.useRealTimers();
    }
    const { url } = await store.signDownload('steady/a.png', {
      expiresInSeconds: 900,
      steadySeconds: 600,
      fileName: 'a.png',
    });
    const answer = await fetch(url);
    expect([answer.status, Buffer.from(await answer.arrayBuffer())]).toEqual([200, Buffer.from(PIXELS)]);
    expect(Number(/max-age=(\d+)/.exec(answer.headers.get('cache-control')!)![1])).toBeGreaterThanOrEqual(899);
  });

  it('allow one method and one key', async () => {
    await store.put('up/secret.png', PIXELS, 100);
    const upload = await store.signUpload('up/mine.png', PIXELS.length, 60);
    const download = await store.signDownload('up/mine.png', { expiresInSeconds: 60, fileName: 'mine.png' });
    const put = { method: 'PUT', headers: upload.headers, body: PIXELS };
    const answers = [
      await fetch(upload.url),
      await fetch(ofAnotherKey(upload.url), put),
      await fetch(download.url, put),
      await fetch(ofAnotherKey(download.url)),
      await fetch(download.url, { method: 'DELETE' }),
    ];
    expect(answers.map(({ status }) => status).slice(0, 4)).toEqual([403, 403, 403, 403]);
    expect(answers[4]!.ok).toBe(false);
    await expect(store.head('up/mine.png')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('cannot be changed in any part', async () => {
    await store.put('down/a.png', PIXELS, 100);
    const { url } = await store.signDownload('down/a.png', { expiresInSeconds: 60, fileName: 'a.png' });
    const names = [...new URL(url).searchParams.keys()];
    expect(names.length).toBeGreaterThan(2);
    for (const name of names) {
      const without = await fetch(changed(url, ({ searchParams }) => searchParams.delete(name)));
      const other = await fetch(changed(url, ({ searchParams }) => searchParams.set(name, '2099')));
      for (const { status } of [without, other]) expect([400, 403], `${name}: ${status}`).toContain(status);
    }
    const more = await fetch(changed(url, ({ searchParams }) => searchParams.set('disposition', 'inline')));
    expect(more.status).toBe(403);
  });

  it('expire', async () => {
    await store.put('down/b.png', PIXELS, 100);
    const upload = await store.signUpload('up/late.png', PIXELS.length, 1);
    const download = await store.signDownload('down/b.png', { expiresInSeconds: 1, fileName: 'b.png' });
    await until(upload.expiresAt);
    await until(download.expiresAt);
    const late = await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: PIXELS });
    expect(late.status).toBe(403);
    expect((await fetch(download.url)).status).toBe(403);
    await expect(store.head('up/late.png')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('refuse lives that S3 does not allow', async () => {
    for (const seconds of [0, -1, 1.5, 604_801, NaN]) {
      const refused = { code: 'misconfigured' };
      await expect(store.signUpload('a/b.png', 1, seconds)).rejects.toMatchObject(refused);
      const options = { expiresInSeconds: seconds, fileName: 'x' };
      await expect(store.signDownload('a/b.png', options)).rejects.toMatchObject(refused);
    }
  });

  it('download under the given file name, whatever is in it', async () => {
    await store.put('down/c.png', PIXELS, 100);
    const fileName = 'кот "1"\r\nx-evil: 1/🐈.png\ud800';
    const { url } = await store.signDownload('down/c.png', { expiresInSeconds: 60, fileName });
    const answer = await fetch(url);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(answer.headers.has('x-evil')).toBe(false);
    const disposition = answer.headers.get('content-disposition') ?? '';
    expect(disposition).toMatch(/^attachment; filename=/);
    expect(disposition).toContain(`filename*=UTF-8''${encodeURIComponent('кот')}`);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(Buffer.from(PIXELS));
  });

  it('show a picture in the page where that is asked for', async () => {
    await store.put('down/d.png', PIXELS, 100);
    const options = { expiresInSeconds: 60, fileName: 'd.png', disposition: 'inline' } as const;
    const answer = await fetch((await store.signDownload('down/d.png', options)).url);
    expect(answer.headers.get('content-disposition')).toMatch(/^inline;/);
  });

  it('say 404 for an object that is gone', async () => {
    const { url } = await store.signDownload('down/never.png', { expiresInSeconds: 60, fileName: 'x' });
    expect((await fetch(url)).status).toBe(404);
  });
});

describe.each([
  ['a local folder', localBench],
  ['S3', s3Bench],
])('the file handler over %s', (_, open) => {
  let bench: Awaited<ReturnType<typeof localBench>> | Awaited<ReturnType<typeof s3Bench>>;
  let store: ObjectStore;
  beforeAll(async () => {
    bench = await open();
    store = bench.store;
    await store.put('x/page.json', bytes('<script>alert(1)</script>'), 100);
  });
  afterAll(() => bench?.close());
  afterEach(() => void bench.reports.splice(0));

  const options = { expiresInSeconds: 60, fileName: 'page.json' };

  it('lets no browser take a download for a page', async () => {
    const { headers } = await fetch((await store.signDownload('x/page.json', options)).url);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain('sandbox');
    expect(headers.get('content-type')).toBe('application/json');
    expect(headers.get('cache-control')).toContain('private');
  });

  it('answers HEAD as GET without the bytes', async () => {
    const { url } = await store.signDownload('x/page.json', options);
    const head = await fetch(url, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '25', '']);
  });

  it('lets pages of the given origins in, and no others', async () => {
    const { url } = await store.signDownload('x/page.json', options);
    const allowed = async (origin: string, method: string): Promise<string | null> =>
      (await fetch(url, { method, headers: { origin } })).headers.get('access-control-allow-origin');
    expect(await allowed(ORIGIN, 'GET')).toBe(ORIGIN);
    expect(await allowed(ORIGIN, 'OPTIONS')).toBe(ORIGIN);
    expect(await allowed('https://evil.example', 'GET')).toBeNull();
    expect(await allowed('https://evil.example', 'OPTIONS')).toBeNull();
  });

  it('answers anything that is not a signed address with 403 or 405, and stays up', async () => {
    const { origin } = new URL((await store.signDownload('x/page.json', options)).url);
    for (const path of [
      '/',
      '/api/files/',
      '/api/files/x/page.json',
      '//evil/x',
      '/api/files/..%2f..%2fetc?signature=a',
    ]) {
      expect((await fetch(`${origin}${path}`)).status).toBe(403);
    }
    expect((await fetch(`${origin}/api/files/x/page.json`, { method: 'POST', body: 'x' })).status).toBe(405);
    expect((await fetch((await store.signDownload('x/page.json', options)).url)).ok).toBe(true);
  });

  it('reports no failure when a client leaves in the middle of a download', async () => {
    await store.put('x/large.bin', new Uint8Array(32 << 20), 32 << 20);
    const { url } = await store.signDownload('x/large.bin', options);
    const abort = new AbortController();
    const answer = await fetch(url, { signal: abort.signal });
    abort.abort();
    await expect(answer.arrayBuffer()).rejects.toThrow('abort');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(bench.reports).toEqual([]);
  });

  it('stores nothing of an upload that its client breaks off, and reports no failure', async () => {
    const { links } = bench;
    const { url, method, headers } = links.upload('x/broken.png', 1000, 60);
    const abort = new AbortController();
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(bytes('half'));
        setTimeout(() => abort.abort(), 100);
      },
    });
    const sent = { method, headers: { ...headers, 'content-length': '1000' }, body, duplex: 'half' } as const;
    await expect(fetch(url, { ...sent, signal: abort.signal })).rejects.toThrow('abort');
    await expect(store.head('x/broken.png')).rejects.toMatchObject({ code: 'not-found' });
    expect(bench.reports).toEqual([]);
  });

  it('answers 503 with Retry-After while the storage is away, says nothing about it outside, and reports it', async () => {
    const download = await store.signDownload('x/page.json', options);
    const large = new Uint8Array(32 << 20);
    const uploads = [PIXELS, large].map((body) => [body, bench.links.upload('x/late.png', body.length, 60)] as const);
    await bench.fail();
    const answers = [await fetch(download.url)];
    for (const [body, { url, method, headers }] of uploads) answers.push(await fetch(url, { method, headers, body }));
    await bench.recover();
    for (const answer of answers) {
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
      expect(await answer.json()).toEqual({
        error: { code: 'unavailable', message: 'The file storage does not work at the moment; try again.' },
      });
    }
    expect(bench.reports).toHaveLength(3);
    for (const report of bench.reports) expect(report).toMatchObject({ code: 'unavailable' });
    expect((await fetch(download.url)).status).toBe(200);
  });
});

describe('the clock', () => {
  afterEach(() => void vi.useRealTimers());

  it('decides about a local address to the second', async () => {
    const { links, close } = await localBench();
    await close();
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.setSystemTime(new Date('2030-01-01T00:00:00Z'));
    const { url, expiresAt } = links.upload('a/b.png', 1, 60);
    expect(expiresAt.toISOString()).toBe('2030-01-01T00:01:00.000Z');
    const path = new URL(url).pathname + new URL(url).search;
    vi.setSystemTime(new Date('2030-01-01T00:00:59.999Z'));
    expect(links.verifyUpload(path)).toEqual({ key: 'a/b.png', sizeBytes: 1 });
    vi.setSystemTime(new Date('2030-01-01T00:01:00Z'));
    expect(() => links.verifyUpload(path)).toThrow('expired');
  });
});
