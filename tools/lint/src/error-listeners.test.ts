import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { complaints, workspace } from '../test/complaints.ts';
import { listens } from './error-listeners.js';

test('only a listener that stays, of this very name, counts', () => {
  expect(listens(`child.on('error', fail)`, 'child')).toBe(true);
  expect(listens(`this.#child\n  .on('error', fail)`, 'child')).toBe(true);
  expect(listens(`child.once('error', fail)`, 'child')).toBe(false);
  expect(listens(`grandchild.on('error', fail)`, 'child')).toBe(false);
  expect(listens(`child.on('exit', fail)`, 'child')).toBe(false);
});

test('oxlint names every emitter that nobody listens to, and leaves types and other functions alone', () => {
  const folder = join(workspace, '.facet', `lint-errors-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  try {
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
    const output = complaints('error-listeners', folder, file);
    const places = [...output.matchAll(/emitters\.ts:(\d+):/g)].map(([, line]) => Number(line));
    expect(places.sort()).toEqual([6, 7, 8, 9]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
