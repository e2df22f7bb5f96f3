import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { StorageError } from '../errors.ts';
import { PARTIAL } from './write.ts';

export function unavailable(cause: unknown, folder: string): StorageError {
  if (cause instanceof StorageError) return cause;
  return new StorageError(
    'unavailable',
    `The storage folder ${folder} cannot be used at the moment (${(cause as Error).message}); ` +
      'check that it is mounted, writable and has free space.',
    { cause },
  );
}

/**
 * Throws `unavailable` unless the store's own folder is in its place. Where a disk is not mounted there is at most an
 * empty mount point: no object is known to be missing then, and an answer that it is could have callers drop it.
 */
export async function assertMounted(folder: string): Promise<void> {
  try {
    await access(join(folder, PARTIAL));
  } catch (cause) {
    throw unavailable(cause, folder);
  }
}

/** What an error of the file system means for an object that was to be read. */
export async function translate(cause: unknown, folder: string, key: string): Promise<StorageError> {
  if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') return unavailable(cause, folder);
  try {
    await assertMounted(folder);
  } catch (error) {
    return error as StorageError;
  }
  return new StorageError('not-found', `There is no object ${key}.`, { cause });
}
