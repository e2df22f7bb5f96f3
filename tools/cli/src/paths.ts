import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CliError } from './errors.ts';

/**
 * A path as the user meant it: `npm run facet` starts in the workspace's root and tells in INIT_CWD where the user was.
 * npm sets that variable for every script, so it only counts when the script is this one.
 */
export function userPath(path: string, environment: NodeJS.ProcessEnv = process.env): string {
  const { npm_lifecycle_event: script, INIT_CWD: startedIn } = environment;
  return resolve(script === 'facet' && startedIn ? startedIn : process.cwd(), path);
}

/** Makes the folder and its parents. @throws CliError `write-failed` */
export async function ensureDirectory(path: string): Promise<string> {
  try {
    await mkdir(path, { recursive: true });
  } catch (cause) {
    throw writeFailed(path, cause);
  }
  return path;
}

/** Writes a file, making its folder first; as `writeWhole`. */
export async function writeOutput(path: string, content: Uint8Array | string, mode?: number): Promise<void> {
  await ensureDirectory(dirname(path));
  writeWhole(path, content, mode);
}

/**
 * Writes a small file under another name and gives it its own when it is complete, so that a full disk leaves what was
 * there before. Synchronous, so that it can be done in the middle of a run.
 * @param mode who may read and write it, where that is not for the umask alone to say
 * @throws CliError `write-failed`
 */
export function writeWhole(path: string, content: Uint8Array | string, mode?: number): void {
  const unfinished = `${path}.${process.pid}.part`;
  try {
    writeFileSync(unfinished, content, { mode });
    renameSync(unfinished, path);
  } catch (cause) {
    rmSync(unfinished, { force: true });
    throw writeFailed(path, cause);
  }
}

function writeFailed(path: string, cause: unknown): CliError {
  return new CliError('write-failed', `Cannot write ${path}: ${(cause as Error).message}`, { cause });
}

/** A short file name out of a prompt or title: lower case, words joined by dashes. */
export function slug(words: string, fallback: string): string {
  const joined = words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return [...joined].slice(0, 40).join('').replace(/-+$/, '') || fallback;
}
