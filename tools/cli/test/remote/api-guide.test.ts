import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, expect, inject, test } from 'vitest';
import { loadTokenFile } from '@facet/inversion';
import { model } from '../facet.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', '..', '..', 'docs', 'api.md'), 'utf8');

/** All examples of a language as one program, since later ones use what earlier ones made. */
const examples = (language: string): string =>
  [...page.matchAll(/^```(\w+)\n(.*?)^```$/gms)]
    .filter(([, of]) => of === language)
    .map(([, , code]) => code)
    .join('\n');

// Inside the project, because the examples import a package as a user's program does.
const parent = join(import.meta.dirname, '..', '..', '.facet');
mkdirSync(parent, { recursive: true });
const folder = mkdtempSync(join(parent, 'api-guide-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the examples of docs/api.md do what they say, first those with curl, then those in JavaScript', async () => {
  copyFileSync(join(model, 'references', '00-striped-yellow-cat-lying.png'), join(folder, 'cat.png'));
  writeFileSync(
    join(folder, 'curl.sh'),
    `set -euo pipefail\n${examples('sh')}\nprintf %s "$FACET_API_KEY" > key.txt\n`,
  );
  const account = { FACET_EMAIL: `${randomUUID()}@example.org`, FACET_PASSWORD: 'a long password' };
  await run('bash', ['curl.sh'], account);
  expect((await loadTokenFile(join(folder, 'tokens.safetensors'))).tokens).toHaveLength(4);
  expect(await formatOf('bird-1.png')).toBe('png');

  writeFileSync(join(folder, 'fetch.mjs'), examples('js'));
  const key = readFileSync(join(folder, 'key.txt'), 'utf8');
  const { stdout, stderr } = await run(process.execPath, ['fetch.mjs'], { FACET_API_KEY: key });
  expect(stdout).toContain('FINISHED 10/10');
  expect(stdout).toContain('cats cat again STYLE');
  expect(await Promise.all(['house-1.png', 'house-2.png'].map(formatOf))).toEqual(['png', 'png']);
  // Of console.assert.
  expect(stderr).toBe('');
});

const formatOf = async (file: string) => (await sharp(join(folder, file)).metadata()).format;

function run(program: string, args: readonly string[], environment: Readonly<Record<string, string>>) {
  const env = { ...process.env, FACET_URL: inject('apiUrl'), ...environment };
  return promisify(execFile)(program, args, { cwd: folder, env });
}
