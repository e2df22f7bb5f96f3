import { mkdtempSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { buildTemporal } from './build.ts';
import { which } from './which.ts';

/** Go keeps its modules there, so that what this machine has cached does not matter. */
let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'facet-build-'));
  folder = mkdtempSync(join(root, 'making-'));
  vi.stubEnv('GOMODCACHE', join(root, 'modules'));
  vi.stubEnv('GOFLAGS', '-modcacherw');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true, maxRetries: 10 });
});

const haveGo = which('go') !== undefined;

test.runIf(haveGo)('behind a closed network the build fails with what Go says of it', async () => {
  vi.stubEnv('GOPROXY', 'off');
  await expect(buildTemporal(folder, {})).rejects.toThrow(/^go install ended with exit code 1\..*GOPROXY=off/s);
});

test.runIf(haveGo)('a build can be given up, and nothing of it stays', async () => {
  const giveUp = new AbortController();
  const say = (): void => void setTimeout(() => giveUp.abort(new Error('enough')), 300);
  await expect(buildTemporal(folder, { say, signal: giveUp.signal })).rejects.toThrow('enough');
  expect(readdirSync(folder)).toEqual([]);
});
