import { demoPicture } from './demo-picture.ts';
import { startBreakingProxy } from '@facet/stack';
import { execFileSync, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { expectWalked } from './expect-walked.ts';
import type { Walked } from './walk.ts';

const ENGINE = /onnxruntime|sharp|vips/;

test('a program in Node signs in, uploads, inverts through a dropped socket, composes and downloads, and loads no engine', async () => {
  const proxy = await startBreakingProxy(inject('apiUrl'));
  const args = [proxy.url, demoPicture, `${randomUUID()}@example.org`];
  const child = fork(join(import.meta.dirname, 'node-walk.ts'), args);
  let answer: { walked: Walked; libraries: string[] } | undefined;
  child.on('message', (message) => {
    if (message === 'cut') proxy.cut();
    else answer = message as typeof answer;
  });
  expect(await once(child, 'exit')).toEqual([0, null]);
  expectWalked(answer!.walked, statSync(demoPicture).size);
  expect(answer!.libraries.filter((path) => ENGINE.test(path))).toEqual([]);
  await proxy.close();
});

test('a process that does load sharp would be seen', () => {
  const code = `await import('sharp'); const { loadedLibraries } = await import('./loaded-libraries.ts'); console.log(loadedLibraries().join('\\n'));`;
  const options = { cwd: import.meta.dirname, encoding: 'utf8' } as const;
  expect(execFileSync(process.execPath, ['--input-type=module', '-e', code], options)).toMatch(ENGINE);
});
