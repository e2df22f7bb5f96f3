import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { afterAll, expect, test } from 'vitest';
import { createPasswords } from './passwords.ts';

const passwords = createPasswords();
afterAll(() => passwords.close());

test('what better-auth has hashed is still verified, and the other way round, also in other spellings of Unicode', async () => {
  const composed = 'caf\u00e9 au lait';
  const decomposed = 'cafe\u0301 au lait';
  const [theirs, ours] = [await hashPassword(composed), await passwords.hash(composed)];
  expect(await passwords.verify({ hash: theirs, password: decomposed })).toBe(true);
  expect(await verifyPassword({ hash: ours, password: decomposed })).toBe(true);
  expect(await passwords.verify({ hash: ours, password: 'another one' })).toBe(false);
  expect(await passwords.verify({ hash: 'no hash', password: composed })).toBe(false);
});

test('a crowd is refused with 503 and when to come back; those before it are answered', async () => {
  const answers = await Promise.allSettled(
    Array.from({ length: 50 }, () => passwords.verify({ hash: 'a:b', password: 'x' })),
  );
  const refused = answers.filter(({ status }) => status === 'rejected');
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThan(20);
  for (const { reason } of refused as PromiseRejectedResult[])
    expect(reason).toMatchObject({ statusCode: 503, headers: { 'retry-after': '5' } });
});
