import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const page = readFileSync(join(root, 'docs/security.md'), 'utf8');
const operations = readFileSync(join(root, 'docs/operations.md'), 'utf8');

const config = readConfig({
  FACET_SECRET: 'a secret of the tests, which is long enough',
  DATABASE_APP_URL: 'postgres://localhost/x',
  DATABASE_OPS_URL: 'postgres://localhost/x',
  TEMPORAL_ADDRESS: 'localhost:7233',
});

const settings = [...new Set([...`${page}${operations}`.matchAll(/`(FACET_[A-Z_]+)/g)].map(([, name]) => name!))];

test('every test that the page of security names is there', () => {
  const named = [...page.matchAll(/`((?:apps|libs|tools)\/[\w/.-]+)`/g)].map(([, path]) => path!);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('every setting that it names is one of the API', () => {
  const source = readFileSync(join(root, 'apps/api/src/config.ts'), 'utf8');
  expect(settings.filter((name) => !source.includes(`  ${name}:`))).toEqual([]);
});

test('its defaults are those of the API', () => {
  const rows = [...page.matchAll(/^\|[^|]*\|([^|]*)\| ((?:`FACET_[A-Z_]+`(?:, )?)+) *\|/gm)];
  const said = rows.flatMap(([, defaults, names]) => {
    const numbers = [...defaults!.matchAll(/\d[\d,]*/g)].map(([text]) => Number(text.replaceAll(',', '')));
    return [...names!.matchAll(/`(\w+)`/g)].map(([, name], i) => [name!, numbers[i]] as const);
  });
  const counted = said.filter(([name]) => typeof config[name as keyof typeof config] === 'number');
  expect(counted.length).toBeGreaterThan(6);
  expect(counted).toEqual(counted.map(([name]) => [name, config[name as keyof typeof config]]));
});
