import { connect } from 'node:net';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { freePort, holdPort } from './free-port.ts';

test('a port that is held answers nobody, and is nobody else’s until it is released', async () => {
  const held = await holdPort();
  await expect(freePort(held.port)).rejects.toMatchObject({ code: 'port-in-use' });
  const socket = connect(held.port, '127.0.0.1').on('error', () => undefined);
  await once(socket, 'close');
  expect(socket.bytesRead).toBe(0);
  await held.release();
  expect(await freePort(held.port)).toBe(held.port);
});
