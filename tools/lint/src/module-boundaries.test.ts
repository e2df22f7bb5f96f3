import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { complaints } from '../test/complaints.ts';
import { violation } from './module-boundaries.js';

let root: string;

function project(folder: string, name: string, tags: string[], dependencies: string[] = []): void {
  mkdirSync(join(root, folder, 'src'), { recursive: true });
  const declared = Object.fromEntries(dependencies.map((d) => [d, '1.0.0']));
  writeFileSync(join(root, folder, 'package.json'), JSON.stringify({ name, nx: { tags }, dependencies: declared }));
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'facet-lint-'));
  writeFileSync(join(root, 'package.json'), JSON.stringify({ name: 'root', workspaces: ['libs/*', 'apps/*'] }));
  const all = ['@x/engine', '@x/platform', '@x/shared', '@x/app'];
  project('libs/engine', '@x/engine', ['scope:engine', 'type:lib'], all);
  project('libs/platform', '@x/platform', ['scope:platform', 'type:lib'], all);
  project('libs/shared', '@x/shared', ['scope:shared', 'type:lib']);
  project('apps/app', '@x/app', ['type:app'], all);
});
afterAll(() => rmSync(root, { recursive: true }));

const importing = (folder: string, specifier: string): string | undefined =>
  violation(join(root, folder, 'src', 'file.ts'), specifier);

test('an app may import libraries of every scope', () => {
  expect(importing('apps/app', '@x/engine')).toBeUndefined();
  expect(importing('apps/app', '@x/platform/sub.ts')).toBeUndefined();
});

test('a platform library must not import an engine library, nor the reverse', () => {
  expect(importing('libs/platform', '@x/engine')).toContain('must not import @x/engine');
  expect(importing('libs/engine', '@x/platform')).toContain('must not import @x/platform');
});

test('a library must not import an app', () => {
  expect(importing('libs/engine', '@x/app')).toContain('must not import @x/app');
});

test('a project of the workspace is imported only when package.json declares it', () => {
  expect(importing('libs/shared', '@x/engine')).toContain('without declaring it');
  expect(importing('libs/engine', '@x/shared')).toBeUndefined();
});

test('a relative import stays inside its project, but for what lies in the folder of the workspace itself', () => {
  expect(importing('libs/engine', '../../platform/src/file.ts')).toContain('leaves @x/engine');
  expect(importing('libs/engine', './other.ts')).toBeUndefined();
  expect(importing('libs/engine', '../../../shared.ts')).toBeUndefined();
  expect(importing('libs/engine', '../../../somewhere/else.ts')).toContain('leaves @x/engine');
});

test('oxlint reports a violation through the plugin, so a plugin that fails to load is noticed', () => {
  const file = join(root, 'libs/platform/src/bad.ts');
  writeFileSync(file, "import { a } from '@x/engine';\nconsole.log(a);\n");
  const output = complaints('module-boundaries', root, file);
  expect(output).toContain('must not import @x/engine');
});
