import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { StorageError } from '../errors.ts';
import type { Links } from '../links/links.ts';
import type { ObjectStore } from '../types.ts';
import { LocalStore } from './store.ts';
import { PARTIAL } from './write.ts';

/** A write that is a day old belongs to a process that died. */
const ABANDONED_MS = 24 * 60 * 60 * 1000;

/**
 * Opens a folder as a store, and makes it if need be. Several processes may use it at once.
 *
 * @param links sign the addresses; `fileHandler` serves them
 * @throws StorageError `misconfigured` if the folder cannot be made or written to
 */
export async function openLocalStore(folder: string, links: Links): Promise<ObjectStore> {
  const root = resolve(folder);
  try {
    // For the user who runs the service alone, as all that is in it.
    await mkdir(join(root, PARTIAL), { recursive: true, mode: 0o700 });
    await removeAbandoned(join(root, PARTIAL));
  } catch (cause) {
    throw new StorageError(
      'misconfigured',
      `The storage folder ${root} cannot be made or written to (${(cause as Error).message}); ` +
        'name another one or allow it.',
      { cause },
    );
  }
  return new LocalStore(root, links);
}

async function removeAbandoned(partials: string): Promise<void> {
  for (const name of await readdir(partials)) {
    const path = join(partials, name);
    // Another process may finish or clean up the same file meanwhile.
    const file = await stat(path).catch(() => undefined);
    if (file && Date.now() - file.mtimeMs > ABANDONED_MS) await rm(path, { force: true });
  }
}
