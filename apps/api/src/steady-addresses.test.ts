import type { SignedDownload } from '@facet/storage';
import { afterEach, expect, test, vi } from 'vitest';
import { SteadyAddresses } from './steady-addresses.ts';

afterEach(() => void vi.useRealTimers());

/** A store that counts what it signs. */
function counting() {
  const signed: string[] = [];
  const signDownload = async (key: string): Promise<SignedDownload> => {
    signed.push(key);
    return { url: `https://files.test/${key}?${signed.length}`, expiresAt: new Date() };
  };
  return { signed, addresses: new SteadyAddresses({ signDownload }) };
}

test('an address is signed once as long as it is steady, and then anew', async () => {
  vi.useFakeTimers({ now: new Date('2026-01-01T12:00:00Z') });
  const { signed, addresses } = counting();
  const first = await addresses.of('a/b.png', 'b.png', 'inline');
  vi.advanceTimersByTime(599_000);
  expect(await addresses.of('a/b.png', 'b.png', 'inline')).toEqual(first);
  vi.advanceTimersByTime(2_000);
  expect((await addresses.of('a/b.png', 'b.png', 'inline')).url).not.toBe(first.url);
  expect(signed).toHaveLength(2);
});

test('no two files, names or dispositions share an address', async () => {
  const { addresses } = counting();
  const all = await Promise.all([
    addresses.of('a/b.png', 'b.png', 'inline'),
    addresses.of('a/c.png', 'b.png', 'inline'),
    addresses.of('a/b.png', 'c.png', 'inline'),
    addresses.of('a/b.png', 'b.png', 'attachment'),
  ]);
  expect(new Set(all.map(({ url }) => url)).size).toBe(all.length);
});

test('what could not be signed is tried again', async () => {
  let tries = 0;
  const addresses = new SteadyAddresses({
    signDownload: async () => {
      tries += 1;
      if (tries === 1) throw new Error('The store is away.');
      return { url: 'https://files.test/', expiresAt: new Date() };
    },
  });
  await expect(addresses.of('a/b.png', 'b.png', 'inline')).rejects.toThrow('away');
  expect((await addresses.of('a/b.png', 'b.png', 'inline')).url).toBe('https://files.test/');
});
