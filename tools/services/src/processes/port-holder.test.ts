import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { freePort } from '../free-port.ts';

test.runIf(process.platform === 'linux')('a taken port is reported with the process that listens there', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await expect(freePort(port)).rejects.toMatchObject({
    code: 'port-in-use',
    message: expect.stringContaining(`kill ${process.pid}`),
  });
  server.close();
});

test('an address that is not of this machine is refused as such', async () => {
  await expect(freePort(0, '192.0.2.1')).rejects.toThrow('192.0.2.1 cannot be used');
});
