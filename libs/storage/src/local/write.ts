import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Half-written files live here. No key can name it: folders of keys do not begin with a dot. */
export const PARTIAL = '.partial';

/**
 * Makes the file `path` with what `fill` writes: under another name in the same file system, onto the disk (fsync), then
 * renamed. `folder` itself is not created, so that nothing is written below a mount point whose disk is away.
 */
export async function writeWhole(folder: string, path: string, fill: (path: string) => Promise<void>): Promise<void> {
  const partial = join(folder, PARTIAL, randomUUID());
  try {
    await fill(partial);
    await sync(partial, 'r+');
    await makeFolders(dirname(path));
    await rename(partial, path);
    await syncFolder(dirname(path));
  } finally {
    // After the rename there is nothing left to remove.
    await rm(partial, { force: true }).catch(() => undefined);
  }
}

/** A new folder is on the disk when the folder that holds it is. */
async function makeFolders(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
}

/** Makes a rename durable. Windows has no such thing; there it is as durable as the file system makes it. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform !== 'win32') await sync(path, 'r');
}

async function sync(path: string, flags: 'r' | 'r+'): Promise<void> {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
