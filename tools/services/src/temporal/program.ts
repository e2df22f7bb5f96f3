import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ServiceError } from '../errors.ts';
import { lockFile, type FileLock } from '../processes/file-lock.ts';
import type { StartContext } from '../processes/running.ts';
import { buildTemporal } from './build.ts';
import { cacheFolder } from './cache-folder.ts';
import { downloadTemporal } from './download.ts';
import { executable, isExecutable, which } from './which.ts';

/** A way to get the program into a folder: resolves to its path, or throws an Error that says why not. */
export type Supply = (folder: string, context: StartContext) => Promise<string>;

export interface ProgramSources {
  /** Folders to look for `temporal` in, like PATH, which is the default. */
  readonly path?: string;
  readonly cache?: string;
  /** Tried in order when the program is nowhere yet. Default: the official download, then building with Go. */
  readonly supplies?: readonly Supply[];
}

/**
 * Path of a Temporal CLI that runs here: `temporal` on the PATH, in our cache folder, or put there now by the official
 * download or by a build with Go. Several processes may ask at the same time; one works and the others wait for it.
 * Throws `ServiceError` `temporal-missing`, which lists what was tried and what to do.
 */
export async function temporalProgram(context: StartContext = {}, sources: ProgramSources = {}): Promise<string> {
  const { path, cache = cacheFolder(), supplies = [downloadTemporal, buildTemporal] } = sources;
  const installed = which('temporal', path);
  if (installed && isTemporal(installed)) return installed;
  const cached = join(cache, executable('temporal'));
  if (isExecutable(cached)) return cached;

  const lock = await takeTurn(cache, cached, context);
  try {
    if (isExecutable(cached)) return cached;
    await supply(cache, cached, supplies, context);
    return cached;
  } finally {
    lock.release();
  }
}

/** Whether it is Temporal's CLI and runs on this machine. */
function isTemporal(program: string): boolean {
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8', timeout: 30_000 });
  return /^temporal version .*Server/.test(stdout ?? '');
}

async function takeTurn(cache: string, cached: string, { say, signal }: StartContext): Promise<FileLock> {
  try {
    mkdirSync(cache, { recursive: true });
    accessSync(cache, constants.W_OK);
    for (let waiting = false; ; await delay(500)) {
      const lock = lockFile(join(cache, 'lock'));
      if (lock) return lock;
      signal?.throwIfAborted();
      if (!waiting) say?.(`Another process is getting Temporal into ${cached}; waiting for it ...`);
      waiting = true;
    }
  } catch (cause) {
    signal?.throwIfAborted();
    throw new ServiceError(
      'temporal-missing',
      `Temporal cannot be kept in ${cache} (${(cause as Error).message}). Set FACET_CACHE to a folder that you may write to.`,
      { cause },
    );
  }
}

/** Called by the holder of the lock only. The program appears in the cache whole and able to run, or not at all. */
async function supply(
  cache: string,
  cached: string,
  supplies: readonly Supply[],
  context: StartContext,
): Promise<void> {
  // What others left that were killed while they worked.
  for (const name of readdirSync(cache)) if (name.startsWith('making-')) remove(join(cache, name));
  const failures: string[] = [];
  for (const make of supplies) {
    const folder = mkdtempSync(join(cache, 'making-'));
    try {
      const program = await make(folder, context);
      if (!isTemporal(program)) throw new Error(`${program} does not run on this machine`);
      renameSync(program, cached);
      return;
    } catch (error) {
      context.signal?.throwIfAborted();
      failures.push((error as Error).message);
      context.say?.(`No Temporal this way: ${(error as Error).message}`);
    } finally {
      remove(folder);
    }
  }
  throw new ServiceError('temporal-missing', remedies(failures));
}

const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true });

const remedies = (failures: readonly string[]): string =>
  `Facet needs a Temporal server and found none: no \`temporal\` on the PATH; ${failures.join('; ')}.
Do one of these:
  1. Install the Temporal CLI so that \`temporal\` is on the PATH: https://docs.temporal.io/cli
  2. Install Go 1.24 or newer, with which Facet builds it once, in about six minutes: https://go.dev/dl
  3. Set TEMPORAL_ADDRESS to a server that runs: TEMPORAL_ADDRESS=localhost:7233`;
