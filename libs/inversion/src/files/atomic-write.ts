import { open, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { InversionError } from '../errors.ts';

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/**
 * Writes a file so that a reader sees the old content or the new one and nothing between, also after a crash or on a
 * full disk: the bytes go to a temporary file in the same folder, reach the disk (fsync), and take the name by rename.
 * Throws `disk-full` or `io`; the old file is then untouched and the temporary one removed.
 */
export async function writeFileAtomic(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (cause) {
    await unlink(temporary).catch(() => undefined);
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== undefined && FULL.has(code))
      throw new InversionError(
        'disk-full',
        `No space left to write ${path} (${bytes.length} bytes, ${code}); the previous file, if any, is intact. Free some space and resume.`,
        { cause },
      );
    throw new InversionError('io', `Cannot write ${path}: ${(cause as Error).message}`, { cause });
  }
}

/** Makes the rename itself durable; platforms that cannot open folders skip it. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch {
    // Windows cannot open a folder; the rename is then as durable as the platform makes it.
  }
}
