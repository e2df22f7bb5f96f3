import { expect, test } from 'vitest';
import { webAddress } from './web.ts';

test('two starts at once have two addresses, however long the first takes to use its own', async () => {
  const [one, other] = [await webAddress({}), await webAddress({})];
  expect(other.url).not.toBe(one.url);
  await expect(webAddress({ WEB_PORT: String(one.held.port) })).rejects.toMatchObject({ code: 'port-in-use' });
  for (const { held } of [one, other]) await held.release();
});
