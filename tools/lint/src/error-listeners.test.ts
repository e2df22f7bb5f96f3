import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listens } from './error-listeners.js';

test('only a listener that stays, of this very name, counts', () => {
  expect(listens(`child.on('error', fail)`, 'child')).toBe(true);
  expect(listens(`this.#child\n  .on('error', fail)`, 'child')).toBe(true);
  expect(listens(`child.once('error', fail)`, 'child')).toBe(false);
  expect(listens(`grandchild.on('error', fail)`, 'child')).toBe(false);
  expect(listens(`child.on('exit', fail)`, 'child')).toBe(false);
});

test('oxlint names every emitter that nobody listens to, and leaves types and other functions alone', () => {
  const workspace = join(import.meta.dirname, '..', '..', '..');
  const folder = join(workspace, '.facet', `lint-errors-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  try {
    const config = join(folder, '.oxlintrc.json');
    const plugin = join(workspace, 'tools/lint/src/plugin.js');
    writeFileSync(config, JSON.stringify({ jsPlugins: [plugin], rules: { 'facet/error-listeners': 'error' } }));
    const file = join(folder, 'emitters.ts');
    const lines = [
      "import { spawn, fork as branch, type ChildProcess } from 'node:child_process';",
      "import { connect } from 'net';",
      "import { WebSocketServer } from 'ws';",
      "import { connect as connectClient } from '@facet/client';",
      "const good = spawn('ls'); good.on('error', () => undefined);",
      "const bad = branch('x');",
      'export class Kept { child: ChildProcess; constructor() { this.child = spawn("y"); } }',
      'connect(1).end();',
      'export const sockets = new WebSocketServer({ noServer: true });',
      "export const client = connectClient({ url: 'x' }); export { good, bad };",
    ];
    writeFileSync(file, lines.join('\n'));
    let output = '';
    try {
      execFileSync(join(workspace, 'node_modules', '.bin', 'oxlint'), ['-c', config, '--no-ignore', file], {
        encoding: 'utf8',
        cwd: folder,
        // Nothing of nx, which asks for colours: they would stand between the file's name and the line.
        env: { PATH: process.env['PATH'] },
      });
    } catch (error) {
      output = (error as { stdout: string }).stdout;
    }
    const places = [...output.matchAll(/emitters\.ts:(\d+):/g)].map(([, line]) => Number(line));
    expect(places.sort()).toEqual([6, 7, 8, 9]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
