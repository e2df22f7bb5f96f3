import { constants, existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
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

/** Makes the folder and its parents, and makes sure that files can be written there. @throws CliError `write-failed` */
export async function ensureDirectory(path: string): Promise<string> {
  try {
    await mkdir(path, { recursive: true });
    await access(path, constants.W_OK);
  } catch (cause) {
    throw writeFailed(path, (await whyNot(path)) ?? cause);
  }
  return path;
}

/** Makes sure that a file can be written, before there is anything to write. @throws CliError `write-failed` */
export async function ensureFile(path: string): Promise<string> {
  await ensureDirectory(dirname(path));
  if (existsSync(path) && statSync(path).isDirectory())
    throw new CliError('write-failed', `Cannot write ${path}: it is a folder.`);
  return path;
}

/**
 * What stands in the way of a folder. Node says of parents that cannot be made that they are not there, even where the disk
 * is read-only; the nearest folder that is there says the truth.
 */
async function whyNot(path: string): Promise<unknown> {
  let nearest = path;
  while (!existsSync(nearest) && dirname(nearest) !== nearest) nearest = dirname(nearest);
  if (!statSync(nearest).isDirectory()) return new Error(`${nearest} is a file`);
  return access(nearest, constants.W_OK).then(
    () => undefined,
    (cause: unknown) => cause,
  );
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

/** What people call what the system's codes mean. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is used up',
  EFBIG: 'files may not be that large there',
  ENAMETOOLONG: 'the name is too long',
};

/** An error of the system in words, with its code. */
export function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  const reason = code === undefined ? undefined : REASONS[code];
  return reason === undefined ? message : `${reason} (${code})`;
}

/** The error of what could not be written. */
export function writeFailed(path: string, cause: unknown): CliError {
  return new CliError('write-failed', `Cannot write ${path}: ${reasonOf(cause)}.`, { cause });
}

/** A short file name out of a prompt or title: lower case, words joined by dashes. */
export function slug(words: string, fallback: string): string {
  const joined = words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return [...joined].slice(0, 40).join('').replace(/-+$/, '') || fallback;
}
