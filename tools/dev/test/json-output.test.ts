import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { root } from '../src/start/options.ts';

const inspect = ['facet', '--', 'tokens', 'inspect', '/nowhere.safetensors', '--json'];
const npm = (...args: string[]) => spawnSync('npm', args, { cwd: root, encoding: 'utf8' });

test('what npm run -s writes for --json is JSON from the first letter on, and without -s it is said what to do', () => {
  const silent = npm('run', '-s', ...inspect);
  expect(silent.stderr).toBe('');
  const lines = silent.stdout.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown).at(-1)).toMatchObject({
    error: { code: expect.any(String) },
  });
  expect(npm('run', ...inspect).stderr).toContain('npm run -s');
});
