import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, inject, test } from 'vitest';
import { demoPicture } from './demo-picture.ts';
import { newcomer } from './newcomer.ts';

const project = join(import.meta.dirname, '..');
// Inside the project, because the example imports the package as a user's program does.
const parent = join(project, '.facet');
mkdirSync(parent, { recursive: true });
const folder = mkdtempSync(join(parent, 'readme-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the example of the README does what it says', async () => {
  const [, example] = /^```ts\n(.*?)^```$/ms.exec(readFileSync(join(project, 'README.md'), 'utf8'))!;
  writeFileSync(join(folder, 'example.ts'), example!);
  copyFileSync(demoPicture, join(folder, 'cat.png'));
  const apiKey = await (await newcomer(inject('apiUrl'))).createKey('READ', 'WRITE');
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['example.ts'], {
    cwd: folder,
    env: { ...process.env, FACET_URL: inject('apiUrl'), FACET_API_KEY: apiKey },
  });
  expect(stderr).toBe('');
  expect(stdout).toMatch(/bytes\n.*FINISHED 10\/10\n$/s);
  expect(readFileSync(join(folder, 'house-1.png')).subarray(1, 4).toString()).toBe('PNG');
});
