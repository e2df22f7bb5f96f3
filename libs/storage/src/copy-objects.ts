import { StorageError } from './errors.ts';
import type { ObjectStore } from './types.ts';

const PAGE = 1000;

export interface Copied {
  readonly objects: number;
  readonly bytes: number;
}

/**
 * Copies every object of a store into another one, and over what that has of the same key. One that goes meanwhile is passed over.
 *
 * @throws StorageError of either store
 */
export async function copyObjects(from: ObjectStore, to: ObjectStore): Promise<Copied> {
  let [objects, bytes] = [0, 0];
  let cursor: string | undefined;
  do {
    const page = await from.list('', PAGE, cursor);
    for (const { key } of page.objects) {
      const copied = await copyOne(from, to, key);
      if (copied === undefined) continue;
      objects += 1;
      bytes += copied;
    }
    ({ cursor } = page);
  } while (cursor !== undefined);
  return { objects, bytes };
}

/** How many bytes it had; undefined when it is gone. */
async function copyOne(from: ObjectStore, to: ObjectStore, key: string): Promise<number | undefined> {
  try {
    const { info, body } = await from.get(key);
    return await to.put(key, body, info.sizeBytes);
  } catch (error) {
    if (error instanceof StorageError && error.code === 'not-found') return undefined;
    throw error;
  }
}
