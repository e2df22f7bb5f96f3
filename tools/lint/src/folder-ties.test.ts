import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tie, tiesOf } from './folder-ties.js';
import { workspaceOf } from './projects.js';

let root: string;
const FILES: Record<string, string> = {
  'src/main.ts': "import './server/server.ts';",
  'src/errors.ts': '',
  'src/server/server.ts': "import { a } from '../schema/deep/a.ts';\nimport '../errors.ts';",
  'src/schema/deep/a.ts': "export type { B } from '../b.ts';",
  'src/schema/b.ts': "const lazy = () => import('../work/work.ts');",
  'src/work/work.ts': "import type { B } from '../schema/b.ts';",
  'src/work/work.test.ts': "import '../server/server.ts';",
  'src/loop.ts': "import './work/late.ts';",
  'src/work/late.ts': "import '../loop.ts';",
};

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'facet-ties-'));
  for (const [path, text] of Object.entries({ 'package.json': '{ "name": "@x/app" }', ...FILES })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
});
afterAll(() => rmSync(root, { recursive: true }));

const importing = (path: string, specifier: string) => tie(join(root, path), specifier);

test('an import that another one goes back over is refused at both ends, types and lazy ones too', () => {
  expect(importing('src/schema/b.ts', '../work/work.ts')).toContain('src/schema and src/work use each other');
  expect(importing('src/work/work.ts', '../schema/b.ts')).toContain('src/schema/b.ts is one that goes back');
});

test('one way is fine, within a folder too, and so is whatever a test imports', () => {
  expect(importing('src/server/server.ts', '../schema/deep/a.ts')).toBeUndefined();
  expect(importing('src/schema/deep/a.ts', '../b.ts')).toBeUndefined();
  expect(importing('src/work/work.ts', './late.ts')).toBeUndefined();
  expect(importing('src/work/work.test.ts', '../server/server.ts')).toBeUndefined();
});

test('a file beside the folders is used by them or uses them, not both', () => {
  expect(importing('src/main.ts', './server/server.ts')).toBeUndefined();
  expect(importing('src/server/server.ts', '../errors.ts')).toBeUndefined();
  expect(importing('src/work/late.ts', '../loop.ts')).toContain('src/work and src/loop.ts use each other');
});

test('no project here has two folders that use each other', () => {
  const ties = [...workspaceOf(import.meta.dirname)].map(([name, { folder }]) => [name, tiesOf(folder)]);
  expect(ties.length).toBeGreaterThan(20);
  expect(ties.filter(([, pairs]) => pairs?.length !== 0)).toEqual([]);
});
