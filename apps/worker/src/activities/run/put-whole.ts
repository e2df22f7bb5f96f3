import type { ObjectStore } from '@facet/storage';

/** Writes bytes of ours, whose size nobody else decides. */
export async function putWhole(store: ObjectStore, key: string, bytes: Uint8Array): Promise<void> {
  await store.put(key, bytes, bytes.length);
}
