import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createConsole } from './console-log.ts';
import { createManager, type Manager } from './manager.ts';
import type { ProcessSpec } from './start-process.ts';

let stateDirectory: string;
let manager: Manager;
let output: string;
beforeEach(async () => {
  stateDirectory = mkdtempSync(join(tmpdir(), 'facet-manager-'));
  output = '';
  const say = createConsole((text) => void (output += stripVTControlCharacters(text)));
  manager = await createManager({ stateDirectory, say });
});
afterEach(async () => {
  await manager.stop();
  rmSync(stateDirectory, { recursive: true });
});

/**
 * A program that says `<name> up`, stays, says `<name> down` when asked to end, and crashes on SIGUSR2. It is ready when `up`
 * was read.
 */
const program = (name: string, code = ''): ProcessSpec => ({
  name,
  command: process.execPath,
  args: [
    '-e',
    `process.on('SIGTERM', () => { console.log('${name} down'); process.exit(); }); setInterval(() => {}, 1000);
     process.on('SIGUSR2', () => { console.error('out of memory'); process.exit(9); });
     console.log(JSON.stringify({ level: 30, msg: '${name} up' })); ${code}`,
  ],
  health: async () => {
    if (!output.includes(`${name} up`)) throw new Error('not up');
  },
});

const logLines = (name: string): { msg: string }[] =>
  readFileSync(join(stateDirectory, 'logs', `${name}.log`), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { msg: string });

test('the console shows the lines under the name of their process, and every line of the log files is JSON', async () => {
  await manager.start(program('api', `console.log('plain text')`));
  await manager.stop();
  expect(output).toContain('api      | api up\n');
  expect(logLines('api').map((line) => line.msg)).toEqual(['api up', 'plain text', 'api down']);
});

test('processes end in the reverse of the order in which they were started', async () => {
  const ends: string[] = [];
  for (const name of ['database', 'api', 'worker']) {
    const running = await manager.start(program(name));
    void running.ended.then(() => ends.push(name));
  }
  await manager.stop();
  expect(ends).toEqual(['worker', 'api', 'database']);
});

test('a process that ends unasked is named, with how it ended and its last lines', async () => {
  await manager.start(program('api'));
  const { pid } = await manager.start(program('worker'));
  process.kill(pid, 'SIGUSR2');
  const error = await manager.failed;
  expect(error.code).toBe('ended');
  expect(error.message).toMatch(/^worker ended with exit code 9 unasked\..*out of memory/s);
});

test('a process with a restart policy is started again after kill -9, and the others go on', async () => {
  const other = await manager.start(program('api'));
  const worker = await manager.start({ ...program('worker'), restart: { atMost: 3, withinMs: 60_000 } });
  const { pid } = worker;
  process.kill(pid, 'SIGKILL');
  while (!output.includes('It runs again.')) await delay(20);
  expect(worker.pid).not.toBe(pid);
  expect(output).toContain('worker   | It was ended by SIGKILL; starting it again ...');
  expect(process.kill(worker.pid, 0) && process.kill(other.pid, 0)).toBe(true);
  await manager.stop();
  expect(() => process.kill(worker.pid, 0)).toThrow('ESRCH');
});

test('a process that ends again and again is given up, and so are the others', async () => {
  const restart = { atMost: 2, withinMs: 60_000 };
  const worker = await manager.start({ ...program('worker'), restart });
  for (let restarts = 0; restarts <= restart.atMost; restarts++) {
    while (output.split('It runs again.').length <= restarts) await delay(20);
    process.kill(worker.pid, 'SIGKILL');
  }
  const { code, message } = await manager.failed;
  expect(code).toBe('ended');
  expect(message).toMatch(/^worker was ended by SIGKILL \(restarted 2 times in 60 s\) unasked\./);
});

test('stop does not wait for a restart', async () => {
  const restart = { atMost: 30, withinMs: 60_000 };
  const worker = await manager.start({ ...program('worker'), restart });
  process.kill(worker.pid, 'SIGKILL');
  while (!output.includes('starting it again')) await delay(20);
  await manager.stop();
  expect(await worker.ended).toBe('was ended by SIGKILL');
});

test('stop gives up a process that is still being started', async () => {
  const start = manager.start({ ...program('slow'), health: () => new Promise(() => undefined) });
  const [result] = await Promise.allSettled([start, manager.stop()]);
  expect(result).toMatchObject({ status: 'rejected', reason: { code: 'interrupted' } });
});

test('a state folder has one manager at a time, and the second is told which process the first is', async () => {
  const second = createManager({ stateDirectory });
  await expect(second).rejects.toMatchObject({
    code: 'data-in-use',
    message: expect.stringContaining(`(process ${process.pid})`),
  });
  await manager.stop();
  const third = await createManager({ stateDirectory });
  await third.stop();
});

test('a state folder that cannot be made is named with its remedy', async () => {
  const start = createManager({ stateDirectory: '/dev/null/state' });
  await expect(start).rejects.toMatchObject({ code: 'state-unwritable', message: expect.stringContaining('chown') });
});
