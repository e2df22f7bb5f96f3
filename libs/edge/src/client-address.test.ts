import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { addressGroup, clientAddress, readTrustedProxies } from './client-address.ts';

const request = (remoteAddress: string, forwarded?: string) =>
  ({
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    socket: { remoteAddress },
    connection: { remoteAddress },
  }) as unknown as IncomingMessage;

test.each([
  ['nobody is trusted', '', '198.51.100.7', '203.0.113.1', '198.51.100.7'],
  ['one proxy, which adds who came to it', '1', '10.0.0.2', '203.0.113.1', '203.0.113.1'],
  ['one proxy, and a client that writes an address of its own', '1', '10.0.0.2', '1.1.1.1, 203.0.113.1', '203.0.113.1'],
  ['a balancer before nginx', '2', '10.0.0.2', '1.1.1.1, 203.0.113.1, 10.0.0.9', '203.0.113.1'],
  ['a range of proxies', '10.0.0.0/8', '10.0.0.2', '1.1.1.1, 203.0.113.1, 10.0.0.9', '203.0.113.1'],
  ['who is no proxy and says to be one', '10.0.0.0/8', '198.51.100.7', '203.0.113.1', '198.51.100.7'],
  ['a proxy that says nothing', '1', '10.0.0.2', undefined, '10.0.0.2'],
  ['a proxy that says what is no address', '1', '10.0.0.2', 'x'.repeat(1_000), '10.0.0.2'],
  ['proxies by name', 'loopback, fd00::/8', '::1', '2001:db8::1, fd00::5', '2001:db8::1'],
])('the address is the client’s: %s', (_what, setting, socket, forwarded, address) => {
  expect(clientAddress(readTrustedProxies(setting), request(socket, forwarded))).toBe(address);
});

test.each(['10.0.0.0/99', 'nginx', '1,5', '-1'])('a setting that names no proxies is refused: %s', (setting) => {
  expect(() => readTrustedProxies(setting)).toThrow(/invalid/);
});

test('addresses of one customer are counted together', () => {
  expect(addressGroup('2001:db8:1:2:3:4:5:6')).toBe(addressGroup('2001:db8:1:2::1'));
  expect(addressGroup('2001:db8:1:2::1')).not.toBe(addressGroup('2001:db8:1:3::1'));
  expect(addressGroup('::ffff:203.0.113.1')).toBe('203.0.113.1');
  expect(addressGroup('fe80::1%eth0')).toBe(addressGroup('fe80::2%eth0'));
  expect(addressGroup('203.0.113.1')).not.toBe(addressGroup('203.0.113.2'));
});
