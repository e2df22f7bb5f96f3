import { describe, expect, it } from 'vitest';
import { checkAddress } from './check.ts';
import type { AddressErrorCode } from './errors.ts';
import { type AddressPolicy, policyForRanges } from './policy.ts';

const PUBLIC = '93.184.215.14';
const resolvingTo = (...addresses: readonly string[]): AddressPolicy => ({ resolve: async () => addresses });

describe('checkAddress', () => {
  it('gives the addresses that were checked', async () => {
    const { url, addresses } = await checkAddress('https://example.com/hook?x=1', resolvingTo(PUBLIC, '2606:4700::1'));
    expect([url.href, addresses]).toEqual(['https://example.com/hook?x=1', [PUBLIC, '2606:4700::1']]);
  });

  it.each<[AddressErrorCode, string]>([
    ['bad-url', 'example.com'],
    ['bad-url', ''],
    ['bad-url', `https://example.com/${'a'.repeat(2048)}`],
    ['bad-url', 'https://1.2.3.4.5'],
    ['scheme', 'http://example.com'],
    ['scheme', 'ftp://example.com'],
    ['scheme', 'file:///etc/passwd'],
    ['scheme', 'gopher://example.com'],
    ['credentials', 'https://user:password@example.com'],
    ['credentials', 'https://user@example.com'],
    ['port', 'https://example.com:22'],
    ['port', 'https://example.com:8443'],
    ['port', 'https://example.com:80'],
    ['forbidden-address', 'https://127.0.0.1'],
    ['forbidden-address', 'https://2130706433'],
    ['forbidden-address', 'https://0x7f.1'],
    ['forbidden-address', 'https://0177.0.0.1'],
    ['forbidden-address', 'https://127.1'],
    ['forbidden-address', 'https://①②⑦.⓪.⓪.①'],
    ['forbidden-address', 'https://0'],
    ['forbidden-address', 'https://[::1]'],
    ['forbidden-address', 'https://[::ffff:127.0.0.1]'],
    ['forbidden-address', 'https://[::ffff:a9fe:a9fe]'],
    ['forbidden-address', 'https://[fd00:ec2::254]'],
    ['forbidden-address', 'https://169.254.169.254/latest/meta-data'],
  ])('refuses with %s: %s', async (code, url) => {
    await expect(checkAddress(url, resolvingTo(PUBLIC))).rejects.toMatchObject({ name: 'AddressError', code });
  });

  it('refuses a host of which one address is not public, and does not say which it is', async () => {
    for (const addresses of [['10.0.0.7'], [PUBLIC, '10.0.0.7'], ['10.0.0.7', PUBLIC], [PUBLIC, '::1']]) {
      const refusal = await checkAddress('https://inside.example', resolvingTo(...addresses)).catch((e: Error) => e);
      expect(refusal).toMatchObject({ code: 'forbidden-address', retryable: false });
      expect((refusal as Error).message).not.toMatch(/10\.0\.0\.7|::1/);
    }
  });

  it('refuses localhost as the operating system resolves it', async () => {
    await expect(checkAddress('https://localhost')).rejects.toMatchObject({ code: 'forbidden-address' });
  });

  it('says that a host cannot be found, and that this may change', async () => {
    const failing: AddressPolicy = { resolve: () => Promise.reject(new Error('ENOTFOUND')) };
    for (const policy of [failing, resolvingTo()]) {
      const refusal = checkAddress('https://nowhere.example', policy);
      await expect(refusal).rejects.toMatchObject({ code: 'unresolvable', retryable: true });
    }
  });

  it('takes http, other ports and ranges of one’s own where the policy says so', async () => {
    const inside = { ...resolvingTo('10.1.2.3'), allowedRanges: ['10.1.0.0/16'] };
    await checkAddress('https://inside.example', inside);
    await checkAddress('http://inside.example', { ...inside, http: true });
    await checkAddress('http://inside.example:8080', { ...inside, http: true, ports: [8080] });
    await expect(checkAddress('http://inside.example', inside)).rejects.toMatchObject({ code: 'scheme' });
    const beside = { ...inside, ...resolvingTo('10.2.0.1') };
    await expect(checkAddress('https://inside.example', beside)).rejects.toMatchObject({ code: 'forbidden-address' });
  });

  it('takes the ranges of a setting, with http and any port, and what is public; without any it is as strict as ever', async () => {
    const policy = policyForRanges(' 127.0.0.0/8, ::1/128,');
    for (const url of ['http://127.0.0.1:4321/', 'http://[::1]:1/', `https://${PUBLIC}/`])
      await expect(checkAddress(url, policy)).resolves.toBeDefined();
    await expect(checkAddress('http://10.0.0.1/', policy)).rejects.toMatchObject({ code: 'forbidden-address' });
    await expect(checkAddress('https://127.0.0.1/', policyForRanges(''))).rejects.toMatchObject({
      code: 'forbidden-address',
    });
    await expect(checkAddress(`http://${PUBLIC}/`, policyForRanges(' '))).rejects.toMatchObject({ code: 'scheme' });
    expect(() => policyForRanges('127.0.0.1')).toThrow('127.0.0.1 is no range');
  });
});
