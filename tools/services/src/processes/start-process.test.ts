import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { freePort } from '../free-port.ts';
import { startProcess, type ProcessSpec } from './start-process.ts';

/** A program given as JavaScript. */
const script = (code: string, more: Partial<ProcessSpec> = {}): ProcessSpec => ({
  name: 'sample',
  command: process.execPath,
  args: ['-e', code],
  health: () => Promise.resolve(),
  ...more,
});

const STAY = 'setInterval(() => {}, 1000);';

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** A process may be seen for a moment after it was killed. */
async function gone(pid: number): Promise<void> {
  while (exists(pid)) await delay(20);
}

/** Starts a program that prints a number (a pid) and waits for it. */
async function startAndRead(code: string, more: Partial<ProcessSpec> = {}) {
  let pid = 0;
  const health = async (): Promise<void> => {
    if (pid === 0) throw new Error('no pid yet');
  };
  const onLog = (line: string): void => {
    // Node would write a number in colour where FORCE_COLOR is set, as under nx; and NaN is no process, so it is always gone.
    if (!/^\d+$/.test(line)) throw new Error(`"${line}" is no pid`);
    pid = Number(line);
  };
  const running = await startProcess(script(code, { health, ...more }), { onLog });
  return { running, pid };
}

const CHILD = `const child = require('node:child_process').spawn(process.execPath, ['-e', '${STAY}']); console.log(String(child.pid));`;

test('what a process started ends with it', async () => {
  const { running, pid } = await startAndRead(CHILD + STAY);
  expect(exists(pid)).toBe(true);
  await running.stop();
  await gone(pid);
  expect(await running.ended).toBe('was ended by SIGTERM');
});

test('what a process started ends also when the process itself crashes', async () => {
  const { running, pid } = await startAndRead(`process.on('SIGUSR2', () => process.exit(7)); ${CHILD} ${STAY}`);
  process.kill(running.pid, 'SIGUSR2');
  expect(await running.ended).toBe('ended with exit code 7');
  await gone(pid);
});

test('a process that ignores SIGTERM is killed', async () => {
  const deaf = `process.on('SIGTERM', () => {}); console.log(String(process.pid)); ${STAY}`;
  const { running } = await startAndRead(deaf, { stopWithinMs: 100 });
  await running.stop();
  expect(await running.ended).toBe('was ended by SIGKILL');
});

test('a process is ready when its URL answers', async () => {
  const port = await freePort();
  const code = `require('node:http').createServer((_, response) => response.end()).listen(${port}, '127.0.0.1')`;
  const url = `http://127.0.0.1:${port}/healthz`;
  const running = await startProcess(script(code, { health: url }));
  expect((await fetch(url)).ok).toBe(true);
  await running.stop();
});

test('a process that ends before it is ready is reported with its last lines', async () => {
  const health = `http://127.0.0.1:${await freePort()}/`;
  const start = startProcess(
    script(`console.log('first'); console.error('no such table'); process.exit(3)`, { health }),
  );
  await expect(start).rejects.toMatchObject({
    code: 'start-failed',
    message: expect.stringMatching(/^sample ended with exit code 3 before it was ready\..*no such table/s),
  });
});

test('a process that does not get ready is ended, and the error says what the last check met', async () => {
  const silent = createServer();
  const port = await freePort();
  await new Promise<void>((resolve) => silent.listen(port, '127.0.0.1', resolve));
  const { promise, resolve } = Promise.withResolvers<number>();
  const start = startProcess(
    // A shell, because it writes its line long before the time is over, also where Node takes seconds to start.
    {
      name: 'sample',
      command: '/bin/sh',
      args: ['-c', 'echo $$; exec sleep 600'],
      health: `http://127.0.0.1:${port}/`,
      healthyWithinMs: 1000,
    },
    { onLog: (line) => resolve(Number(line)) },
  );
  await expect(start).rejects.toThrow(/^sample was not ready after 1 s \(.+\)\. Its last lines:/);
  await gone(await promise);
  silent.close();
});

test('a program that does not exist is named', async () => {
  const start = startProcess(script('', { command: '/no/such/program' }));
  await expect(start).rejects.toThrow('sample could not be started: spawn /no/such/program ENOENT');
});
