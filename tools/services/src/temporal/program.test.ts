import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildTemporal } from './build.ts';
import { temporalProgram, type Supply } from './program.ts';

let root: string;
let cache: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'facet-temporal-'));
  cache = join(root, 'cache');
});
afterEach(() => rmSync(root, { recursive: true }));

/** Stands for the 200 MB of the real one where only finding and keeping it is tested. */
function writeProgram(folder: string, answer = 'temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)'): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'temporal');
  writeFileSync(path, `#!/bin/sh\necho "${answer}"\n`);
  chmodSync(path, 0o755);
  return path;
}

const never: Supply = () => Promise.reject(new Error('not asked for'));
const broken: Supply = (folder) => Promise.resolve(writeProgram(folder, 'Exec format error'));
const buildingWithoutGo: Supply = (folder, context) => buildTemporal(folder, context, []);
const giving: Supply = (folder) => Promise.resolve(writeProgram(folder));

test('a Temporal on the PATH is taken before the cache, and another program of that name is not', async () => {
  const kept = writeProgram(cache);
  const other = writeProgram(join(root, 'other'), 'a calendar');
  const installed = writeProgram(join(root, 'bin'));
  const ask = (path: string): Promise<string> => temporalProgram({}, { path, cache, supplies: [never] });
  expect(await ask(join(root, 'bin'))).toBe(installed);
  expect(await ask(join(other, '..'))).toBe(kept);
});

test('the second way is tried when the first fails, and what it gave is kept', async () => {
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  const program = await temporalProgram({ say }, { path: '', cache, supplies: [never, giving] });
  expect(said).toEqual(['No Temporal this way: not asked for']);
  expect(await temporalProgram({}, { path: '', cache, supplies: [never] })).toBe(program);
  expect(readdirSync(cache).sort()).toEqual(['lock', 'temporal']);
});

test('a program that does not run here is never kept', async () => {
  const ask = temporalProgram({}, { path: '', cache, supplies: [broken] });
  await expect(ask).rejects.toMatchObject({ code: 'temporal-missing' });
  expect(readdirSync(cache)).toEqual(['lock']);
});

test('without Temporal, download and Go the error names what was tried and three remedies', async () => {
  const ask = temporalProgram({}, { path: '', cache, supplies: [never, buildingWithoutGo] });
  await expect(ask).rejects.toThrow(
    /no `temporal` on the PATH; not asked for; Go is not installed.*Install the Temporal CLI.*Install Go.*Set TEMPORAL_ADDRESS/s,
  );
});

test('a cache folder that cannot be written to is named with its remedy', async () => {
  const ask = temporalProgram({}, { path: '', cache: '/dev/null/cache', supplies: [giving] });
  await expect(ask).rejects.toThrow(/\/dev\/null\/cache.*FACET_CACHE/s);
});

/** Another process that asks for the program; its supply takes a while and appends a line to the file `made`. */
function asking(seconds: number): ChildProcess {
  const program = fileURLToPath(new URL('../../test/asking-for-temporal.ts', import.meta.url));
  return fork(program, [cache, join(root, 'made'), String(seconds)], { execArgv: [] });
}

const firstMessage = async (child: ChildProcess): Promise<unknown> => (await once(child, 'message'))[0] as unknown;

test('of processes that need Temporal at the same time one gets it and all have it', async () => {
  const children = [asking(1), asking(1), asking(1)];
  const answers = children.map((child) => once(child, 'exit'));
  expect(await Promise.all(answers)).toEqual([
    [0, null],
    [0, null],
    [0, null],
  ]);
  expect(readFileSync(join(root, 'made'), 'utf8')).toBe('made\n');
});

test('what a killed process left half-made is removed, and the next one starts over', async () => {
  const child = asking(600);
  expect(await firstMessage(child)).toBe('half-made');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(readdirSync(cache)).toHaveLength(2);
  const program = await temporalProgram({}, { path: '', cache, supplies: [giving] });
  expect(program).toBe(join(cache, 'temporal'));
  expect(readdirSync(cache).sort()).toEqual(['lock', 'temporal']);
});
