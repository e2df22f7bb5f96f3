import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const program = fileURLToPath(new URL('../../test/managed.ts', import.meta.url));

let stateDirectory: string;
beforeEach(() => {
  stateDirectory = mkdtempSync(join(tmpdir(), 'facet-managed-'));
});
afterEach(() => rmSync(stateDirectory, { recursive: true }));

interface Managed {
  readonly process: ChildProcess;
  output(): string;
  /** Resolves when the text was written. */
  wrote(text: string): Promise<void>;
  /** Of the processes below, as they were printed. */
  pids(): number[];
}

function run(mode = 'stay'): Managed {
  const child = spawn(process.execPath, [program, stateDirectory, mode], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += String(data)));
  return {
    process: child,
    output: () => output,
    async wrote(text) {
      while (!output.includes(text)) await delay(20);
    },
    pids: () => [...output.matchAll(/pid (\d+)/g)].map((match) => Number(match[1])),
  };
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function allGone(pids: readonly number[]): Promise<void> {
  while (pids.some(exists)) await delay(20);
}

async function up(): Promise<Managed> {
  const managed = run();
  await managed.wrote('all up');
  while (managed.pids().length < 3) await delay(20);
  expect(managed.pids().every(exists)).toBe(true);
  return managed;
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends everything that was started', async (signal, code) => {
  const managed = await up();
  managed.process.kill(signal);
  expect(await once(managed.process, 'exit')).toEqual([code, null]);
  await allGone(managed.pids());
});

test('kill -9 ends everything that was started too, and a second start on the same state folder works', async () => {
  const first = await up();
  first.process.kill('SIGKILL');
  const second = await up();
  expect(first.pids().some(exists)).toBe(false);
  second.process.kill('SIGINT');
  await once(second.process, 'exit');
});

test('when one process crashes the others are ended, and the last words of the crashed one are shown', async () => {
  const managed = run('crash');
  expect(await once(managed.process, 'exit')).toEqual([1, null]);
  expect(managed.output()).toMatch(/\[facet\] second ended with exit code 1 unasked\..*Error: broken/s);
  await allGone(managed.pids());
});

test('work that is done ends everything with exit code 0', async () => {
  const managed = run('once');
  expect(await once(managed.process, 'exit')).toEqual([0, null]);
  await allGone(managed.pids());
});
