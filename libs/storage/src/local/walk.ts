import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Keys below the folder `prefix` (`a/b/` or ''), after `after`, in the order of the whole keys. A folder takes part in
 * the order with its slash: `a-b.png`, `a/b.png`, `a0.png`. Folders that lie before `after` are not read.
 */
export async function* keysAfter(root: string, prefix: string, after: string): AsyncGenerator<string> {
  const entries = await readdir(join(root, prefix), { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    // A folder that was never written to, or whose disk is away; the caller looks whether the root is there.
    if (error.code === 'ENOENT' && prefix !== '') return [];
    throw error;
  });
  const names = entries
    .filter((entry) => !entry.name.startsWith('.'))
    .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
    .sort();
  for (const name of names) {
    const key = prefix + name;
    if (!name.endsWith('/')) {
      if (key > after) yield key;
    } else if (key > after || after.startsWith(key)) {
      yield* keysAfter(root, key, after);
    }
  }
}
