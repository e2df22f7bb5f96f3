import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { workspaceOf } from './projects.js';

const projects = [...workspaceOf(import.meta.dirname).values()].filter(({ folder }) => {
  const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { scripts?: { test?: string } };
  // A Python package's tests have no runner that could end them.
  return scripts?.test?.startsWith('vitest') === true;
});

test.each(projects)('the tests of $name end by no limit but those of vitest.shared.ts', ({ folder }) => {
  const path = join(folder, 'vitest.config.ts');
  const config = existsSync(path) ? readFileSync(path, 'utf8') : '';
  expect(config).toContain("from '../../vitest.shared.ts'");
  // One for each list of tests, and no number beside them.
  const lists = config.match(/\btest: (?!\{\s*projects)/g)!;
  expect(config.match(/\.\.\.limits|test: limits/g)).toHaveLength(lists.length);
  expect(config).not.toMatch(/Timeout: \d/);
});

test('no test has a limit of its own, nor has what it waits for', () => {
  const own = projects.flatMap(({ folder }) =>
    globSync('{src,test}/**/*.test.ts', { cwd: folder }).flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      return /\{\s*timeout:/.test(text) || /^\s*\}, [\d_]+\);$/m.test(text) ? [file] : [];
    }),
  );
  expect(own).toEqual([]);
});
