import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { s3Bench } from '../../test/stores.ts';
import { VERSITYGW_CREDENTIALS as credentials } from '@facet/services';
import { collect } from '../bytes.ts';
import { openStore } from '../environment.ts';

const misconfigured = (text: string): object =>
  expect.objectContaining({ code: 'misconfigured', retryable: false, message: expect.stringContaining(text) });

describe('S3', () => {
  let bench: Awaited<ReturnType<typeof s3Bench>>;
  let environment: Record<string, string>;
  beforeAll(async () => {
    bench = await s3Bench();
    environment = {
      S3_BUCKET: 'pictures',
      S3_ENDPOINT: bench.endpoint,
      S3_ACCESS_KEY_ID: credentials.accessKeyId,
      S3_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    };
  });
  afterAll(() => bench?.close());

  const open = (changes: Record<string, string>) => openStore({ ...environment, ...changes }, '/unused', bench.links);

  it('is opened from the environment', async () => {
    const store = await open({});
    await store.put('e/a.png', randomBytes(10), 10);
    expect(await bench.store.head('e/a.png')).toMatchObject({ sizeBytes: 10 });
    const { url } = await (
      await open({ S3_DOWNLOADS: 'bucket' })
    ).signDownload('e/a.png', {
      expiresInSeconds: 60,
      fileName: 'a.png',
    });
    expect(new URL(url).origin).toBe(bench.endpoint);
  });

  it('says at once what is set up wrongly', async () => {
    await expect(open({ S3_BUCKET: 'missing' })).rejects.toEqual(misconfigured('bucket missing'));
    await expect(open({ S3_SECRET_ACCESS_KEY: 'wrong' })).rejects.toEqual(misconfigured('credentials'));
    await expect(open({ S3_ACCESS_KEY_ID: 'nobody' })).rejects.toEqual(misconfigured('credentials'));
    await expect(open({ S3_SECRET_ACCESS_KEY: '' })).rejects.toEqual(misconfigured('S3_SECRET_ACCESS_KEY'));
    await expect(open({ S3_BUCKET: '' })).rejects.toEqual(misconfigured('S3_BUCKET'));
    await expect(open({ S3_DOWNLOADS: 'cdn' })).rejects.toEqual(misconfigured('S3_DOWNLOADS'));
    await expect(open({ S3_ENDPOINT: 'http://127.0.0.1:1' })).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('fails a body that breaks off with unavailable, not with a short read', async () => {
    const size = 64 << 20;
    await bench.store.put('e/large.bin', randomBytes(size), size);
    const { body } = await bench.store.get('e/large.bin');
    await bench.fail();
    await expect(collect(body, size)).rejects.toMatchObject({ code: 'unavailable' });
    await bench.recover();
  });
});
