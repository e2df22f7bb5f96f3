import { expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const COMPLETE = {
  FACET_SECRET: 'a secret of the tests, which is long enough',
  DATABASE_APP_URL: 'postgres://facet_app:p@localhost/facet',
  DATABASE_OPS_URL: 'postgres://facet_ops:p@localhost/facet',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
};

const read = (): unknown => readConfig({ FACET_SECRET: 'short-secret', PORT: '99999', TEMPORAL_ADDRESS: '' });

test('every variable that is missing or wrong is named, and no value is shown', () => {
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(/FACET_SECRET: must have at least 32[\s\S]*DATABASE_APP_URL is not set/);
  expect(read).toThrow(/PORT: /);
  expect(read).toThrow(/TEMPORAL_ADDRESS is not set/);
  expect(read).not.toThrow(/short-secret/);
});

test('each purpose has a secret of its own', () => {
  const { secrets } = readConfig(COMPLETE);
  expect(new Set(Object.values(secrets)).size).toBe(Object.keys(secrets).length);
});

test('the schema is shown to everyone, in production to whoever is signed in, or as the setting says', () => {
  const production = { ...COMPLETE, NODE_ENV: 'production' };
  expect(readConfig(COMPLETE).introspection).toBe('everyone');
  expect(readConfig(production).introspection).toBe('signed-in');
  expect(readConfig({ ...production, FACET_INTROSPECTION: 'true' }).introspection).toBe('everyone');
  expect(readConfig({ ...COMPLETE, FACET_INTROSPECTION: 'false' }).introspection).toBe('nobody');
});

test('a public address with a path, which no route of ours would answer under, is refused by name', () => {
  for (const address of ['https://example.com/facet', 'https://example.com/', 'https://example.com?a=b'])
    expect(() => readConfig({ ...COMPLETE, FACET_PUBLIC_URL: address })).toThrow(/FACET_PUBLIC_URL: must be an origin/);
  expect(readConfig({ ...COMPLETE, FACET_PUBLIC_URL: 'https://a.example' }).publicUrl).toBe('https://a.example');
});

test('an address of IPv6 as HOST is written into addresses as addresses are', () => {
  expect(readConfig({ ...COMPLETE, HOST: '::1', PORT: '4001' }).publicUrl).toBe('http://[::1]:4001');
});

test('a web origin with a path is refused', () => {
  expect(() => readConfig({ ...COMPLETE, FACET_WEB_ORIGINS: 'https://a.example/b' })).toThrow(/FACET_WEB_ORIGINS/);
});

test('addresses of our own network are taken only where a setting names them, and what is no range is refused', () => {
  expect(readConfig(COMPLETE).addresses).toEqual({});
  expect(readConfig({ ...COMPLETE, FACET_ALLOW_ADDRESSES: '127.0.0.0/8' }).addresses.allowedRanges).toEqual([
    '127.0.0.0/8',
  ]);
  expect(() => readConfig({ ...COMPLETE, FACET_ALLOW_ADDRESSES: 'localhost' })).toThrow(
    /FACET_ALLOW_ADDRESSES: localhost/,
  );
});
